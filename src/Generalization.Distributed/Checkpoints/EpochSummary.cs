namespace Generalization.Distributed.Checkpoints;

/// <summary>What an epoch's parts gave while they were trained on.</summary>
/// <param name="Epoch">The epoch, from 1.</param>
/// <param name="OnlineLoss">The mean loss.</param>
/// <param name="OnlineAccuracy">The share of examples that were right.</param>
/// <param name="Examples">The examples that were counted: fewer than there are where a policy left parts out, or where what was counted
/// was lost with the coordinator.</param>
public sealed record EpochSummary(int Epoch, double OnlineLoss, double OnlineAccuracy, long Examples);
