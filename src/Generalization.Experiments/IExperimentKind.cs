using System.Collections.Immutable;
using System.Text.Json.Nodes;

namespace Generalization.Experiments;

/// <summary>All that is known of one kind of experiment: how it is written, described, estimated and run. A kind is stateless; several
/// threads may use it at once.</summary>
/// <remarks>Derive from <see cref="ExperimentKind{TExperiment, TResult}"/>, which does most of it, and add the kind to
/// <see cref="ExperimentKinds"/>.</remarks>
public interface IExperimentKind
{
    /// <summary>Its word in JSON, for example "training".</summary>
    string Word { get; }

    /// <summary>The property of result.json that holds its numbers, for example "finiteSample".</summary>
    string ResultName { get; }

    /// <summary>The version of its properties, of their defaults and of the meaning of its numbers; at least 1.</summary>
    int Schema { get; }

    /// <summary>Whether it fills the machine and its memory, so that nothing is to run beside it.</summary>
    bool RunsAlone { get; }

    /// <summary>The defaults of its properties. Properties that must be named are not in it.</summary>
    ImmutableSortedDictionary<string, JsonNode?> Defaults { get; }

    /// <summary>Its columns in a table of runs, which are empty for other kinds.</summary>
    ImmutableArray<RunColumn> Columns { get; }

    /// <summary>Reads an experiment.</summary>
    /// <param name="json">Its properties, the kind among them.</param>
    /// <param name="schema">The schema that they are of, at most the current one.</param>
    /// <exception cref="System.Text.Json.JsonException">A property is unknown, missing or of another type.</exception>
    /// <exception cref="ArgumentException">A value is out of its range.</exception>
    /// <exception cref="FormatException">A value is not in its format.</exception>
    Experiment Parse(JsonObject json, int schema);

    /// <summary>All properties of an experiment, the kind first.</summary>
    /// <param name="experiment">One of this kind.</param>
    JsonObject Write(Experiment experiment);

    /// <summary>All properties as schema 1 had them, over which its identities were; null where that could not say it.</summary>
    /// <param name="experiment">One of this kind.</param>
    JsonObject? WriteFirstSchema(Experiment experiment);

    /// <summary>Reads a result's numbers.</summary>
    /// <param name="json">The numbers.</param>
    /// <param name="schema">The schema of the experiment that they belong to.</param>
    /// <exception cref="System.Text.Json.JsonException">They are not of this kind.</exception>
    KindResult ParseResult(JsonNode json, int schema);

    /// <summary>A result's numbers.</summary>
    /// <param name="result">One of this kind.</param>
    JsonNode WriteResult(KindResult result);

    /// <summary>What an experiment needs from the catalog.</summary>
    /// <param name="experiment">One of this kind.</param>
    ExperimentNames NamesOf(Experiment experiment);

    /// <summary>What an experiment was run on, or will be run on as far as that is known.</summary>
    /// <param name="experiment">One of this kind.</param>
    /// <param name="result">Its numbers; null where there are none.</param>
    ExperimentSize SizeOf(Experiment experiment, KindResult? result);

    /// <summary>An experiment in a line.</summary>
    /// <param name="experiment">One of this kind.</param>
    string Describe(Experiment experiment);

    /// <summary>The outcome in a line.</summary>
    /// <param name="result">The numbers.</param>
    string Describe(KindResult result);

    /// <summary>How an experiment differs from the usual one of its kind, so that two with the same line can be told apart; null where it
    /// does not differ.</summary>
    /// <param name="experiment">One of this kind.</param>
    string? DifferencesOf(Experiment experiment);

    /// <summary>A command line that runs an experiment by itself; null where there is none.</summary>
    /// <param name="experiment">One of this kind.</param>
    string? CommandOf(Experiment experiment);

    /// <summary>The caller's own parts behind the catalog's names, in words, so that a result of other parts is not mistaken for this one;
    /// null where all parts are this library's own.</summary>
    /// <param name="experiment">One of this kind.</param>
    /// <param name="catalog">The catalog.</param>
    string? PartsOf(Experiment experiment, ExperimentCatalog catalog);

    /// <summary>Why this program cannot run an experiment, and which one can, in a sentence; null where it can. Such an experiment is left
    /// alone, and no result is made of it. Default: null.</summary>
    /// <param name="experiment">One of this kind.</param>
    /// <param name="options">How this program runs experiments.</param>
    /// <param name="store">The store's folder.</param>
    string? RefusalOf(Experiment experiment, RunnerOptions options, string store) => null;

    /// <summary>Refuses properties that cannot go together, before any of a list is run. No data are read. Default: nothing is
    /// refused.</summary>
    /// <param name="experiment">One of this kind.</param>
    /// <param name="catalog">What its names stand for; it has them all.</param>
    /// <exception cref="ArgumentException">They cannot; the sentence says which.</exception>
    void CheckTogether(Experiment experiment, ExperimentCatalog catalog) { }

    /// <summary>The seconds that a run still needs; null where nothing is known.</summary>
    /// <param name="run">The run, with its history.</param>
    /// <param name="finished">Results to estimate from, of any kind, on the same device with the same number of threads.</param>
    double? RemainingSeconds(Run run, IReadOnlyList<RunResult> finished);

    /// <summary>Whether two experiments can be run together at less than the cost of both.</summary>
    /// <param name="one">One of this kind.</param>
    /// <param name="other">Another of this kind.</param>
    bool ShareWork(Experiment one, Experiment other);

    /// <summary>Runs an experiment, or several that share work.</summary>
    /// <param name="runs">Each experiment with its place in a store; at least one.</param>
    /// <returns>What came of each.</returns>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    ImmutableArray<KindOutcome> Run(IReadOnlyList<IExperimentContext> runs);

    /// <summary>Whether an error would occur again wherever the experiment is run. Such an error is the experiment's result.</summary>
    /// <param name="error">What <see cref="Run"/> threw, neither an <see cref="ArgumentException"/> nor a
    /// <see cref="Identity.FaultyPartException"/>, which would.</param>
    bool WouldRepeat(Exception error);
}
