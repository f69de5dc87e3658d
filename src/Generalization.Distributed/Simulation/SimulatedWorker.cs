using Generalization.Distributed.Blocks;
using Generalization.Distributed.Work;
using Generalization.Distributed.Workers;
using Generalization.Randomness;

namespace Generalization.Distributed.Simulation;

/// <summary>A worker of a simulation.</summary>
internal sealed class SimulatedWorker(int index, ParameterLayout layout, RandomStream draws)
{
    public int Index { get; } = index;

    public RandomStream Draws = draws;

    public int Life { get; set; }

    public bool IsAlive { get; set; }

    public WorkPart? Part { get; set; }

    public double Began { get; set; }

    /// <summary>Blocks that have not answered yet.</summary>
    public int Left { get; set; }

    public long[] Versions { get; } = new long[layout.Blocks.Length];

    public float[] Weights { get; } = new float[layout.Length];

    public float[] Gradient { get; } = new float[layout.Length];

    public float[] Residual { get; } = new float[layout.Length];

    public PartLoss Loss { get; set; }
}
