using Generalization.Distributed;
using Generalization.Distributed.Simulation;

namespace Generalization.Tests.Support;

/// <summary>A training in one process, whose bits a synchronous cluster must have.</summary>
internal static class OneProcess
{
    public static float[] Weights(DistributedTraining training)
    {
        using var gradients = training.CreateGradients();
        using var simulator = Simulator.Of(training, gradients, new SimulationOptions());
        return [.. simulator.Run().Weights];
    }
}
