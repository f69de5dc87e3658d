using Generalization.Data;

namespace Generalization.Inputs;

/// <summary>Pixels that are in memory, given as if they were read.</summary>
internal sealed class ResidentPixels(Dataset data) : IPixelReader
{
    public PixelArray Read(ReadOnlySpan<long> positions)
    {
        var which = new int[positions.Length];
        for (var i = 0; i < which.Length; i++)
            which[i] = (int)positions[i];
        return data.Pixels.Select(which, data.Shape.Size);
    }
}
