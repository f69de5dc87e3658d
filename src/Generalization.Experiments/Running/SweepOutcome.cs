using System.Collections.Immutable;

namespace Generalization.Experiments.Running;

/// <summary>What became of a list.</summary>
/// <param name="Finished">How many have numbers.</param>
/// <param name="Failed">How many ended with an error which would repeat.</param>
/// <param name="Interrupted">Those that could not go on; the next time they do, from their checkpoints.</param>
/// <param name="OutOfTime">Those that would not have ended in the budget, or did not.</param>
/// <param name="Elsewhere">Those that other processes still work on.</param>
public sealed record SweepOutcome(
    int Finished,
    int Failed,
    ImmutableArray<InterruptedRun> Interrupted,
    ImmutableArray<Experiment> OutOfTime,
    ImmutableArray<Experiment> Elsewhere
);
