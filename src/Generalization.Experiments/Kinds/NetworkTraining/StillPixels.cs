using Generalization.Data;

namespace Generalization.Experiments.Kinds.NetworkTraining;

/// <summary>Images that training sees as evaluation does, whatever their source would draw in each epoch.</summary>
internal sealed class StillPixels(IPixelSource source) : IPixelSource
{
    public int Count => source.Count;

    public ImageShape Shape => source.Shape;

    public PixelType Type => source.Type;

    public PixelScale Scale => source.Scale;

    public bool IsResident => source.IsResident;

    /// <summary>The data with a training set that draws nothing; the same data where it draws nothing.</summary>
    public static TrainTestData Of(TrainTestData data) =>
        data.Train.Pixels.DrawsInEpoch
            ? new TrainTestData(data.Train.WithPixels(new StillPixels(data.Train.Pixels), "seen as in evaluation"), data.Test)
            {
                Validation = data.Validation,
            }
            : data;

    public void Read(ReadOnlySpan<int> positions, Span<byte> target) => source.Read(positions, target);

    public string? View => source.View;

    // Another data set than the one that draws: a checkpoint of one must not go on as the other.
    public string? Identity(int position) => source.Identity(position) is { } own ? own + ", seen as in evaluation" : null;
}
