using System.Security.Cryptography;
using System.Text;
using Generalization.Files;
using Generalization.Torch;
using static TorchSharp.torch;

namespace Generalization.Kernels.Gram;

/// <summary>What a long accumulation has come to, in one file, so that it goes on after its process was killed.</summary>
/// <remarks>64 characters of what it is of, the next block (int32), then the tensors' bytes. Written aside, flushed to the disk and
/// renamed, so that the last good state is never lost to a half-written one.</remarks>
internal sealed class AccumulationState(string folder, string identity)
{
    private const int PieceBytes = 1 << 28,
        IdentityLength = 64;
    private readonly string path = Path.Combine(folder, "gram-state.bin");

    /// <summary>A hash of what decides the result.</summary>
    public static string IdentityOf(params ReadOnlySpan<string> parts) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', parts!))));

    public void Save(int nextBlock, IEnumerable<Tensor> tensors)
    {
        Directory.CreateDirectory(folder);
        using (var file = File.Create(path + ".part"))
        {
            file.Write(Encoding.ASCII.GetBytes(identity));
            file.Write(BitConverter.GetBytes(nextBlock));
            ForEachPiece(tensors, (span, _) => file.Write(span), copyBack: false);
            file.Flush(flushToDisk: true);
        }

        File.Move(path + ".part", path, overwrite: true);
    }

    /// <summary>Fills the tensors from the file and gives the next block; 0 where there is no file.</summary>
    /// <exception cref="IOException">The state is of another accumulation, or damaged.</exception>
    public int Load(IEnumerable<Tensor> tensors)
    {
        if (!Path.Exists(path))
            return 0;
        using var file = RegularFile.OpenRead(path);
        var header = new byte[IdentityLength + sizeof(int)];
        if (
            file.ReadAtLeast(header, header.Length, throwOnEndOfStream: false) < header.Length
            || Encoding.ASCII.GetString(header, 0, IdentityLength) != identity
        )
            throw new IOException(
                $"The state in {path} must be of this accumulation, but is of another; name "
                    + "another folder, or delete the file to begin anew."
            );
        Tensor[] all = [.. tensors];
        var expected = header.Length + all.Sum(t => t.shape.Aggregate(1L, (a, b) => a * b) * t.element_size());
        if (file.Length != expected)
            throw new IOException($"The state in {path} must have {expected} bytes, but has {file.Length}; delete the file to begin anew.");
        ForEachPiece(all, (span, _) => file.ReadExactly(span), copyBack: true);
        return BitConverter.ToInt32(header, IdentityLength) is >= 0 and var next
            ? next
            : throw new IOException($"The state in {path} must name the next block, but names none; delete the file to begin anew.");
    }

    public void Delete()
    {
        // Where nothing was kept yet there may be no folder.
        if (File.Exists(path))
            File.Delete(path);
    }

    private static unsafe void ForEachPiece(IEnumerable<Tensor> tensors, PieceAction act, bool copyBack)
    {
        foreach (var tensor in tensors)
        {
            using var scope = NewDisposeScope();
            var host = tensor.cpu();
            var memory = TensorMemory.Pointer(host);
            var length = host.shape.Aggregate(1L, (a, b) => a * b) * host.element_size();
            for (long done = 0; done < length; done += PieceBytes)
                act(new Span<byte>(memory + done, (int)Math.Min(PieceBytes, length - done)), done);
            if (copyBack && tensor.device.type != TorchSharp.DeviceType.CPU)
                tensor.copy_(host);
        }
    }

    private delegate void PieceAction(Span<byte> piece, long position);
}
