namespace Generalization.Distributed.Simulation;

/// <summary>An epoch whose parts are all done.</summary>
/// <param name="Epoch">The epoch, from 1.</param>
/// <param name="Seconds">The simulated time.</param>
/// <param name="Updates">The updates so far, of the first block.</param>
/// <param name="OnlineLoss">The mean loss of its parts.</param>
/// <param name="OnlineAccuracy">The share of their examples that were right.</param>
/// <param name="MeanStaleness">The mean staleness so far.</param>
/// <param name="Weights">The flattened network; valid during the call.</param>
public sealed record SimulatedEpoch(
    int Epoch,
    double Seconds,
    long Updates,
    double OnlineLoss,
    double OnlineAccuracy,
    double MeanStaleness,
    ReadOnlyMemory<float> Weights
);
