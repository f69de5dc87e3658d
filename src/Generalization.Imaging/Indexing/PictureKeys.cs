using System.Text;

namespace Generalization.Imaging.Indexing;

/// <summary>Keys of pictures' random draws, of their files' stems, so that each layout of the same pictures draws the same.</summary>
internal static class PictureKeys
{
    /// <summary>A different key in [0, 2³¹) for each picture.</summary>
    /// <remarks>A stem's FNV-1a hash of 64 bits, mixed, gives its key; where that is taken, the next free one, in the order of the
    /// stems.</remarks>
    /// <param name="stems">The stems.</param>
    /// <param name="names">What tells pictures of one stem apart.</param>
    public static uint[] Of(string[] stems, string[] names)
    {
        var order = new int[stems.Length];
        for (var i = 0; i < order.Length; i++)
            order[i] = i;
        Array.Sort(
            order,
            (a, b) => string.CompareOrdinal(stems[a], stems[b]) is var c and not 0 ? c : string.CompareOrdinal(names[a], names[b])
        );
        var keys = new uint[stems.Length];
        var taken = new HashSet<uint>(stems.Length);
        foreach (var picture in order)
        {
            var key = Hash(stems[picture]);
            while (!taken.Add(key))
                key = (key + 1) & int.MaxValue;
            keys[picture] = key;
        }

        return keys;
    }

    /// <summary>The key that a stem asks for.</summary>
    internal static uint Hash(string stem)
    {
        var hash = 0xcbf29ce484222325ul;
        // File systems allow 255 bytes.
        Span<byte> bytes = stackalloc byte[1024];
        var written = Encoding.UTF8.TryGetBytes(stem, bytes, out var count)
            ? count
            : throw new PathTooLongException($"The name of a picture must have at most {bytes.Length} bytes, but {stem} has more.");
        foreach (var b in bytes[..written])
            hash = (hash ^ b) * 0x100000001b3ul;
        hash = (hash ^ (hash >> 33)) * 0xff51afd7ed558ccdul;
        hash = (hash ^ (hash >> 33)) * 0xc4ceb9fe1a85ec53ul;
        return (uint)((hash ^ (hash >> 33)) >> 33);
    }
}
