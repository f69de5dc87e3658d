namespace Generalization.Data;

/// <summary>The images of one source and then those of another, of one shape, type and scale.</summary>
internal sealed class JoinedPixels(IPixelSource first, IPixelSource second) : IPixelSource
{
    public int Count { get; } = checked(first.Count + second.Count);

    public ImageShape Shape => first.Shape;

    public PixelType Type => first.Type;

    public PixelScale Scale => first.Scale;

    public bool IsResident => false;

    public void Read(ReadOnlySpan<int> positions, Span<byte> target)
    {
        var size = ((IPixelSource)this).ImageBytes;
        if (target.Length != (long)positions.Length * size)
            throw new ArgumentException(
                $"{positions.Length} images take {(long)positions.Length * size} bytes, but the target has {target.Length}.",
                nameof(target)
            );
        // Runs of positions of one source are read at once.
        for (int begin = 0, end; begin < positions.Length; begin = end)
        {
            PixelSelection.CheckPosition(positions[begin], Count);
            var inSecond = positions[begin] >= first.Count;
            for (end = begin + 1; end < positions.Length && positions[end] >= first.Count == inSecond; end++)
                PixelSelection.CheckPosition(positions[end], Count);
            var part = positions[begin..end].ToArray();
            for (var i = 0; inSecond && i < part.Length; i++)
                part[i] -= first.Count;
            (inSecond ? second : first).Read(part, target[(begin * size)..(end * size)]);
        }
    }

    // All images of a source have an identity or none has.
    public string? Identity(int position) =>
        first.Identity(0) is null || second.Identity(0) is null ? null
        : position < first.Count ? first.Identity(position)
        : second.Identity(position - first.Count);

    public string? View => first.View == second.View ? first.View : null;

    public bool DrawsInEpoch => first.DrawsInEpoch || second.DrawsInEpoch;

    public IPixelSource InEpoch(ulong seed, int epoch) =>
        DrawsInEpoch ? new JoinedPixels(first.InEpoch(seed, epoch), second.InEpoch(seed, epoch)) : this;
}
