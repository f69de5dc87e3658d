using Generalization.Distributed.Blocks;
using Generalization.Distributed.Workers;

namespace Generalization.Distributed.Simulation;

/// <summary>A replay at work: blocks go on as far as they can, and wait where a gradient needs another block's weights.</summary>
internal sealed class ReplayState(
    ParameterLayout layout,
    BlockRules rules,
    IPartGradients gradients,
    GradientFormat format,
    IReadOnlyList<ParameterBlock> blocks
)
{
    private readonly Dictionary<(int Worker, long Part), Pulled> open = [];
    private readonly Dictionary<int, float[]> residuals = [];

    public void Run(IReadOnlyList<IReadOnlyList<RecordedStep>> record)
    {
        var at = new int[blocks.Count];
        bool moved;
        do
        {
            moved = false;
            for (var b = 0; b < blocks.Count; b++)
                while (at[b] < record[b].Count && TryDo(b, record[b][at[b]]))
                    (at[b], moved) = (at[b] + 1, true);
        } while (moved);

        if (Enumerable.Range(0, blocks.Count).FirstOrDefault(b => at[b] < record[b].Count, -1) is >= 0 and var stuck)
            throw new ArgumentException(
                $"A record must give weights before it takes their gradient, but block {stuck} cannot do step {at[stuck]}: "
                    + $"{record[stuck][at[stuck]]}.",
                nameof(record)
            );
    }

    private bool TryDo(int index, RecordedStep step)
    {
        var (block, slice) = (blocks[index], layout.Blocks[index]);
        var key = (step.Worker, step.Part);
        if (!step.IsPush)
        {
            // Whoever was lost and came again may do the same part again.
            if (!open.TryGetValue(key, out var begun) || begun.Has[index])
                open[key] = begun = new Pulled(layout);
            begun.Has[index] = true;
            begun.Versions[index] = block.Pull(step.Part, begun.Weights.AsSpan(slice.First, slice.Length));
            begun.Count++;
            return true;
        }

        if (!open.TryGetValue(key, out var pulled) || pulled.Count < blocks.Count)
            return false;
        var part = rules.Plan.Part(step.Part);
        if (pulled.Pushes == 0)
            gradients.Compute(part, pulled.Weights, pulled.Gradient);
        if (!residuals.TryGetValue(step.Worker, out var residual))
            residuals.Add(step.Worker, residual = new float[layout.Length]);
        var bytes = new byte[GradientCodec.BytesOf(slice, format)];
        GradientCodec.Encode(
            slice,
            format,
            pulled.Gradient.AsSpan(slice.First, slice.Length),
            residual.AsSpan(slice.First, slice.Length),
            bytes
        );
        block.Push(new GradientPush(step.Worker, step.Part, pulled.Versions[index], part.Examples, format, bytes));
        if (++pulled.Pushes == blocks.Count)
            open.Remove(key);
        return true;
    }

    private sealed class Pulled(ParameterLayout layout)
    {
        public bool[] Has { get; } = new bool[layout.Blocks.Length];

        public long[] Versions { get; } = new long[layout.Blocks.Length];

        public float[] Weights { get; } = new float[layout.Length];

        public float[] Gradient { get; } = new float[layout.Length];

        public int Count { get; set; }

        public int Pushes { get; set; }
    }
}
