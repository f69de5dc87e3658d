using Generalization.Data;

namespace Generalization.Inputs;

/// <summary>The draws of a data set's images: image i's are keyed by its index in its split, not by where it stands.</summary>
internal sealed class ImageDraws(Dataset data, ulong seed)
{
    public BatchDraws Of(int epoch, ReadOnlySpan<long> positions)
    {
        var indices = data.Indices;
        var keys = new uint[positions.Length];
        for (var i = 0; i < keys.Length; i++)
            keys[i] = indices[(int)positions[i]];
        return new BatchDraws(seed, data.Split, epoch, keys);
    }
}
