using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Generalization.Training.History;

namespace Generalization.Experiments.Store;

/// <summary>An experiment of a store, how far it is and what is known of it so far.</summary>
/// <param name="Experiment">The experiment.</param>
/// <param name="Status">How far it is.</param>
/// <param name="History">The finished epochs of a training; empty for other kinds.</param>
/// <param name="Result">The result; null where there is none yet.</param>
public sealed record RunRecord(Experiment Experiment, RunStatus Status, ImmutableArray<EpochRecord> History, RunResult? Result);
