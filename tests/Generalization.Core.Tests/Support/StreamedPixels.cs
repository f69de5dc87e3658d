using Generalization.Data;

namespace Generalization.Tests.Support;

/// <summary>Pixels that count as if they were made at each reading.</summary>
internal sealed class StreamedPixels(IPixelSource inner, Func<int, string>? identity = null) : IPixelSource
{
    private int reads;

    public int Reads => reads;

    /// <summary>Hears of each position that is read, before it is. Default: nothing.</summary>
    public Action<int>? OnRead { get; init; }

    public int Count => inner.Count;

    public ImageShape Shape => inner.Shape;

    public PixelType Type => inner.Type;

    public PixelScale Scale => inner.Scale;

    public bool IsResident => false;

    public void Read(ReadOnlySpan<int> positions, Span<byte> target)
    {
        Interlocked.Increment(ref reads);
        foreach (var position in positions)
            OnRead?.Invoke(position);
        inner.Read(positions, target);
    }

    public string? Identity(int position) => identity?.Invoke(position);

    /// <summary>A data set with the same labels whose pixels are streamed.</summary>
    public static Dataset Of(Dataset data, Func<int, string>? identity = null) =>
        Dataset.FromSource(
            data.Name,
            data.Split,
            new StreamedPixels(data.Pixels, identity),
            data.Labels,
            data.ClassNames,
            "streamed",
            data.TrueLabels
        );
}
