using System.Security.Cryptography;
using System.Text;
using static TorchSharp.torch;

namespace Generalization.Files;

/// <summary>A SHA-256 over named tensors, which compares two networks bit for bit.</summary>
/// <remarks>Over each tensor, in ordinal order of the names: a line of its name, type and sizes, and then its bytes, row-major,
/// little-endian. The state of a disposed network is empty, and so is its hash that of nothing; see
/// <see cref="Torch.LiveNetwork"/>.</remarks>
public static class TensorHash
{
    /// <summary>The hash of tensors.</summary>
    /// <param name="tensors">The tensors, of any size and on any device; they stay the caller's.</param>
    /// <returns>64 hexadecimal digits.</returns>
    public static string Of(IEnumerable<KeyValuePair<string, Tensor>> tensors)
    {
        ArgumentNullException.ThrowIfNull(tensors);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Append(hash, tensors, "");
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>Adds tensors to a hash.</summary>
    internal static void Append(IncrementalHash hash, IEnumerable<KeyValuePair<string, Tensor>> tensors, string before)
    {
        foreach (var (name, tensor) in tensors.OrderBy(t => t.Key, StringComparer.Ordinal))
        {
            using var scope = NewDisposeScope();
            hash.AppendData(Encoding.UTF8.GetBytes($"{before}{name} {tensor.dtype} {string.Join(",", tensor.shape)}\n"));
            foreach (var piece in SafeTensors.Pieces(tensor.detach().cpu().contiguous(), SafeTensors.PieceElements))
                hash.AppendData(piece.bytes);
        }
    }
}
