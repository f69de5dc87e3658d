using System.Collections.Immutable;

namespace Generalization.Experiments.Running;

/// <summary>How far a list is; sent when a run begins, goes on and ends, and while the list waits for other processes.</summary>
/// <param name="Count">The experiments of the list.</param>
/// <param name="Finished">Those with numbers, whoever ran them.</param>
/// <param name="Failed">Those that ended with an error that would occur again.</param>
/// <param name="Current">Where the run is that has just begun or gone on; null between runs and while it waits.</param>
/// <param name="Running">Where each run of this process is, in the order of their beginnings; empty while it waits.</param>
/// <param name="Ended">A result that has just come; else null.</param>
/// <param name="Remaining">The time that this process alone still needs for the rest of the list, estimated from finished runs; null where
/// they give no estimate.</param>
public sealed record SweepProgress(
    int Count,
    int Finished,
    int Failed,
    RunProgress? Current,
    ImmutableArray<RunProgress> Running,
    RunResult? Ended,
    TimeSpan? Remaining
);
