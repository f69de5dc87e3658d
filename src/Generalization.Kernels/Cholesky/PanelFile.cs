using System.Globalization;
using Generalization.Kernels.Solvers;
using Generalization.Torch;
using static TorchSharp.torch;

namespace Generalization.Kernels.Cholesky;

/// <summary>Panels on disk: each written once, read in order as often as it takes; gone when it is disposed or the process ends, however it
/// ends.</summary>
internal sealed class PanelFile : IDisposable
{
    private const int PieceBytes = 1 << 28;
    private static int made;
    private readonly TriangleLayout layout;
    private readonly ScalarType type;
    private readonly FileStream file;
    private readonly long elementSize;
    private (int Panel, Tensor Values, Task Reading)? next;

    public PanelFile(string folder, TriangleLayout layout, ScalarType type)
    {
        (this.layout, this.type) = (layout, type);
        elementSize = type == ScalarType.Float64 ? sizeof(double) : sizeof(float);
        if (!Directory.Exists(folder))
            throw new DirectoryNotFoundException($"The folder to spill to must exist, but {folder} does not.");
        Bytes = layout.Elements() * elementSize;
        var free = new DriveInfo(Path.GetFullPath(folder)).AvailableFreeSpace;
        if (free < Bytes)
            throw new IOException(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"Spilling needs {Bytes / 1e9:F1} GB in {folder}, but {free / 1e9:F1} GB are free; choose "
                        + $"another folder or more memory."
                )
            );
        var path = Path.Combine(folder, $"generalization-{Environment.ProcessId}-{Interlocked.Increment(ref made)}.spill");
        // CreateNew would stumble over the file of a killed process with the same number.
        file = new FileStream(path, FileMode.Create, FileAccess.ReadWrite, FileShare.Delete, 1, FileOptions.DeleteOnClose);
        // Where the system allows it the name goes at once, so that not even a killed process leaves the file behind.
        if (!OperatingSystem.IsWindows())
            File.Delete(path);
    }

    public long Bytes { get; }

    public void Write(int panel, Tensor values)
    {
        using var scope = NewDisposeScope();
        var host = values.cpu().contiguous();
        Transfer(panel, Address(host), (at, span) => RandomAccess.Write(file.SafeFileHandle, span, at));
    }

    /// <summary>Reads a panel, and begins to read the one that will be wanted after it.</summary>
    /// <returns>The panel, on the CPU; the caller's.</returns>
    public Tensor Read(int panel, int? following)
    {
        if (next?.Panel != panel)
            DropNext();
        var (_, values, reading) = next ?? Begin(panel);
        next = null;
        try
        {
            reading.GetAwaiter().GetResult();
            if (following is { } f)
                next = Begin(f);
            return values;
        }
        catch
        {
            values.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        DropNext();
        file.Dispose();
    }

    private void DropNext()
    {
        if (next is not { } begun)
            return;
        next = null;
        try
        {
            begun.Reading.GetAwaiter().GetResult();
        }
        catch (IOException)
        {
            // What was read ahead is not wanted any more, and neither is its error.
        }
        finally
        {
            begun.Values.Dispose();
        }
    }

    // The tensor is the caller's from here on; only its bytes come from another thread.
    private (int Panel, Tensor Values, Task Reading) Begin(int panel)
    {
        var values = empty([layout.Rows(panel), layout.Columns(panel)], type).DetachFromDisposeScope();
        var memory = Address(values);
        return (
            panel,
            values,
            Task.Run(() =>
                Transfer(
                    panel,
                    memory,
                    (at, span) =>
                    {
                        for (var done = 0; done < span.Length; )
                        {
                            var read = RandomAccess.Read(file.SafeFileHandle, span[done..], at + done);
                            if (read == 0)
                                throw new EndOfStreamException($"The spilled panel {panel} ends early; the disk may have failed.");
                            done += read;
                        }
                    }
                )
            )
        );
    }

    private static unsafe nint Address(Tensor values) => (nint)TensorMemory.Pointer(values);

    private unsafe void Transfer(int panel, nint memory, PieceAction act)
    {
        var start = layout.ElementsBefore(panel) * elementSize;
        var length = layout.Elements(panel) * elementSize;
        for (long done = 0; done < length; done += PieceBytes)
            act(start + done, new Span<byte>((byte*)memory + done, (int)Math.Min(PieceBytes, length - done)));
    }

    private delegate void PieceAction(long position, Span<byte> piece);
}
