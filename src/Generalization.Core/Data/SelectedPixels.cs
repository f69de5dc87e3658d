namespace Generalization.Data;

/// <summary>Some images of a source that does not lie in memory, in the order given.</summary>
internal sealed class SelectedPixels(IPixelSource source, int[] positions) : IPixelSource
{
    public int Count => positions.Length;

    public ImageShape Shape => source.Shape;

    public PixelType Type => source.Type;

    public PixelScale Scale => source.Scale;

    public bool IsResident => false;

    public void Read(ReadOnlySpan<int> at, Span<byte> target)
    {
        var inSource = new int[at.Length];
        for (var i = 0; i < at.Length; i++)
        {
            PixelSelection.CheckPosition(at[i], Count);
            inSource[i] = positions[at[i]];
        }

        source.Read(inSource, target);
    }

    public string? Identity(int position) => source.Identity(positions[position]);

    public string? View => source.View;

    public bool DrawsInEpoch => source.DrawsInEpoch;

    public IPixelSource InEpoch(ulong seed, int epoch) => DrawsInEpoch ? new SelectedPixels(source.InEpoch(seed, epoch), positions) : this;
}
