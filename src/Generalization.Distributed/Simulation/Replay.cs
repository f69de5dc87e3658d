using Generalization.Distributed.Blocks;
using Generalization.Distributed.Workers;

namespace Generalization.Distributed.Simulation;

/// <summary>A recorded training again, in one process: what each block did, in its order, gives the same bits.</summary>
/// <remarks>In bfloat16 that holds where no worker was lost, since what rounding took from it is lost with it.</remarks>
public static class Replay
{
    /// <summary>Runs a record.</summary>
    /// <param name="layout">The network's layout.</param>
    /// <param name="rules">How blocks become others.</param>
    /// <param name="initial">The flattened network at first.</param>
    /// <param name="gradients">What computes gradients; stays the caller's.</param>
    /// <param name="record">What each block did, in order.</param>
    /// <param name="format">What gradients were sent as. Default: float32.</param>
    /// <returns>The flattened network at the end.</returns>
    /// <exception cref="ArgumentException">The record is of no training: a gradient comes before its weights.</exception>
    public static float[] Run(
        ParameterLayout layout,
        BlockRules rules,
        ReadOnlySpan<float> initial,
        IPartGradients gradients,
        IReadOnlyList<IReadOnlyList<RecordedStep>> record,
        GradientFormat format = GradientFormat.Float32
    )
    {
        ArgumentNullException.ThrowIfNull(layout);
        ArgumentNullException.ThrowIfNull(rules);
        ArgumentNullException.ThrowIfNull(gradients);
        ArgumentNullException.ThrowIfNull(record);
        var blocks = new List<ParameterBlock>();
        try
        {
            foreach (var slice in layout.Blocks)
                blocks.Add(new ParameterBlock(slice, rules, initial.Slice(slice.First, slice.Length)));
            new ReplayState(layout, rules, gradients, format, blocks).Run(record);
            var weights = new float[layout.Length];
            foreach (var block in blocks)
            {
                block.Flush();
                block.Read(weights.AsSpan(block.Slice.First, block.Slice.Length));
            }

            return weights;
        }
        finally
        {
            foreach (var block in blocks)
                block.Dispose();
        }
    }
}
