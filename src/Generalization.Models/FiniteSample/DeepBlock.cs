namespace Generalization.Models.FiniteSample;

/// <summary>What one hidden layer represents: its points' thresholds and the closing one, and a weight for each, (units, c).</summary>
internal sealed record DeepBlock(double[] Thresholds, double[] Weights)
{
    public static (int First, int End) Range(SlopeRecursion pieces, int count, int block) =>
        (block == 0 ? 0 : pieces.Closed[block - 1] + 1, block == pieces.Closed.Length ? count : pieces.Closed[block] + 1);

    public static DeepBlock[] Of(double[] x, SlopeRecursion pieces)
    {
        var outputs = pieces.Outputs;
        var blocks = new DeepBlock[pieces.Closed.Length + 1];
        for (var k = 0; k < blocks.Length; k++)
        {
            var (first, end) = Range(pieces, x.Length, k);
            double[] thresholds = pieces.Thresholds[first..end],
                weights = pieces.Weights[(first * outputs)..(end * outputs)];
            blocks[k] =
                k == blocks.Length - 1
                    ? new DeepBlock(thresholds, weights)
                    : new DeepBlock([.. thresholds, x[end - 1]], [.. weights, .. pieces.Closing[(k * outputs)..((k + 1) * outputs)]]);
        }

        return blocks;
    }
}
