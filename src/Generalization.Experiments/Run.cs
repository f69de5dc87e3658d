using System.Collections.Immutable;
using Generalization.Training.History;

namespace Generalization.Experiments;

/// <summary>An experiment, how far it is, and what is known about it so far.</summary>
/// <param name="Experiment">The experiment.</param>
/// <param name="Status">How far it is.</param>
/// <param name="History">The finished epochs of a training; empty for other kinds.</param>
/// <param name="Result">The result; null where there is none yet.</param>
public sealed record Run(Experiment Experiment, RunStatus Status, ImmutableArray<EpochRecord> History, RunResult? Result)
{
    /// <summary>The folder of its files, which may not be there yet. Default: empty, it is in no store.</summary>
    public string Folder { get; init; } = "";

    /// <summary>Which file cannot be read, and why; null unless the status is damaged.</summary>
    public string? Damage { get; init; }

    /// <summary>The same experiment as if nothing of it were known, such as where its result is of other data.</summary>
    public Run AsPending() => this with { Status = RunStatus.Pending, History = [], Result = null };

    /// <summary>Reads the class that each test example is given at the end.</summary>
    /// <returns>Null where the run has not ended, or kept none.</returns>
    /// <exception cref="IOException">The file is damaged.</exception>
    public TestPredictions? ReadPredictions() => Result is { Error: null } && Folder.Length > 0 ? TestPredictions.Read(Folder) : null;

    /// <summary>The outcome, or how far it is, in a line.</summary>
    public string Outcome =>
        this switch
        {
            { Result: { } result } => result.Outcome,
            { Damage: { } damage } => $"damaged: {damage}",
            { Status: RunStatus.Failed } => "failed",
            { Status: RunStatus.Running } => History.IsEmpty ? "running" : $"running, {Epochs} done",
            { History.Length: > 0 } => $"stopped after {Epochs}, goes on when started again",
            _ => "not run yet",
        };

    /// <summary>What is run, and what came of it or how far it is, in a line.</summary>
    public override string ToString() => $"{Experiment.Words}: {Outcome}";

    private string Epochs => FormattableString.Invariant($"{History.Length} epoch{(History.Length == 1 ? "" : "s")}");
}
