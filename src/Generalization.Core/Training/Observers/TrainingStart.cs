using static TorchSharp.torch;

namespace Generalization.Training.Observers;

/// <summary>What a training is, for its observers.</summary>
/// <param name="Count">The number of training examples.</param>
/// <param name="ClassCount">The number of classes.</param>
/// <param name="StepsPerEpoch">Steps in an epoch.</param>
/// <param name="Device">Where batches and outputs are.</param>
public sealed record TrainingStart(int Count, int ClassCount, int StepsPerEpoch, Device Device);
