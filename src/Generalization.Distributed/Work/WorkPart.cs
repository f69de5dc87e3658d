namespace Generalization.Distributed.Work;

/// <summary>A part of an epoch's order, for one gradient; what is in it is decided by (seed, epoch, index), whoever computes it.</summary>
/// <param name="Number">Its number in the training, from 0.</param>
/// <param name="Epoch">The epoch, from 1.</param>
/// <param name="Index">Its place in the epoch, from 0: the batch of that number.</param>
/// <param name="Examples">How many examples it has.</param>
public readonly record struct WorkPart(long Number, int Epoch, int Index, int Examples);
