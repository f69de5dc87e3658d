using Generalization.Data;

namespace Generalization.Training;

/// <summary>How many examples go through a network at once where nothing is learned from them.</summary>
public static class EvaluationBatch
{
    private const int MostImages = 1000,
        MostValues = 1 << 25;

    /// <summary>A thousand; fewer of inputs above 33,554 values, whose activations would fill the memory: 125 of 3×299×299.</summary>
    /// <param name="input">The shape of an input.</param>
    public static int SizeOf(ImageShape input) => Math.Clamp(MostValues / input.Size, 1, MostImages);
}
