using System.Collections.Immutable;

namespace Generalization.Measures.Subsets;

/// <summary>What one training on a subset left.</summary>
/// <param name="Number">The run, in 0 … T − 1.</param>
/// <param name="TrainRight">For each of the n training examples, in the subset or not, whether it is given its label as assigned.</param>
/// <param name="TestRight">The same for each test example; empty without a test set.</param>
/// <param name="TrainConfidence">φ of each training example's label, float32; empty where no confidence is kept.</param>
/// <param name="TestConfidence">φ of each test example's label; empty where no confidence is kept.</param>
/// <param name="Seconds">How long the training and its predictions took.</param>
public sealed record SubsetRun(
    int Number,
    ImmutableArray<bool> TrainRight,
    ImmutableArray<bool> TestRight,
    ImmutableArray<float> TrainConfidence,
    ImmutableArray<float> TestConfidence,
    double Seconds
);
