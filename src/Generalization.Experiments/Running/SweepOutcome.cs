using System.Collections.Immutable;

namespace Generalization.Experiments.Running;

/// <summary>The outcome of a list.</summary>
/// <param name="Finished">How many have numbers.</param>
/// <param name="Failed">How many ended with an error that would occur again.</param>
/// <param name="Interrupted">Runs that could not go on and will do so the next time, runs that another program must make, and runs whose
/// result cannot be used, because it is damaged or belongs to other data than those that are read now.</param>
/// <param name="OutOfTime">Those that would not have ended in the budget, or did not.</param>
/// <param name="Elsewhere">Those that other processes still work on.</param>
public sealed record SweepOutcome(
    int Finished,
    int Failed,
    ImmutableArray<InterruptedRun> Interrupted,
    ImmutableArray<Experiment> OutOfTime,
    ImmutableArray<Experiment> Elsewhere
)
{
    /// <summary>The results that are an error, in the list's order. Default: none.</summary>
    public ImmutableArray<RunResult> Failures { get; init; } = [];

    /// <summary>How many results do not name their data set, because an earlier version made them; they are used as they are.
    /// Default: 0.</summary>
    public int OfUnknownData { get; init; }

    /// <summary>How many of each, and each error in a line.</summary>
    public override string ToString() =>
        string.Join(
            Environment.NewLine,
            [
                FormattableString.Invariant($"{Finished} finished, {Failed} failed, {Interrupted.Length} interrupted, ")
                    + FormattableString.Invariant($"{OutOfTime.Length} out of time, {Elsewhere.Length} elsewhere"),
                .. Failures.Select(f => f.ToString()),
                .. Interrupted.Select(r => $"{r.Experiment.Words}: {r.Error}"),
            ]
        );
}
