using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Generalization.Experiments;

/// <summary>A kind of experiment, made of two records. Their JSON has all properties in camelCase; an unknown property is an
/// error.</summary>
/// <typeparam name="TExperiment">What is to be run; its properties have initializers that are their defaults.</typeparam>
/// <typeparam name="TResult">The numbers that come of it.</typeparam>
public abstract class ExperimentKind<TExperiment, TResult> : IExperimentKind
    where TExperiment : Experiment
    where TResult : KindResult
{
    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        NumberHandling = JsonNumberHandling.Strict,
    };

    private static readonly JsonSerializerOptions ResultJson = new(Json)
    {
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    };

    private readonly Lazy<ImmutableSortedDictionary<string, JsonNode?>> defaults;

    /// <summary>Makes it.</summary>
    /// <param name="word">Its word in JSON.</param>
    /// <param name="resultName">The property of result.json that holds its numbers.</param>
    protected ExperimentKind(string word, string resultName)
    {
        (Word, ResultName) = (word, resultName);
        defaults = new(() =>
            Write(Standard)
                .Where(p => p.Key is not ("kind" or "schema") && !Required.Contains(p.Key))
                .ToImmutableSortedDictionary(p => p.Key, p => p.Value, StringComparer.Ordinal)
        );
    }

    /// <inheritdoc/>
    public string Word { get; }

    /// <inheritdoc/>
    public string ResultName { get; }

    /// <inheritdoc/>
    public virtual int Schema => Experiment.CurrentSchema;

    /// <inheritdoc/>
    public virtual bool RunsAlone => true;

    /// <inheritdoc/>
    public ImmutableSortedDictionary<string, JsonNode?> Defaults => defaults.Value;

    /// <inheritdoc/>
    public virtual ImmutableArray<RunColumn> Columns => [];

    /// <summary>An experiment with the default of every property. Properties without a default may have any value.</summary>
    protected abstract TExperiment Standard { get; }

    /// <summary>The properties, camelCase, that have no default.</summary>
    protected virtual ImmutableArray<string> Required => [];

    /// <summary>The properties, camelCase, that schema 1 had, in its order, without kind, schema and seed. Default: none, as the kind did
    /// not exist.</summary>
    protected virtual ImmutableArray<string> FirstSchema => [];

    /// <inheritdoc/>
    public Experiment Parse(JsonObject json, int schema)
    {
        ArgumentNullException.ThrowIfNull(json);
        json.Remove("kind");
        json["schema"] = Schema;
        return (schema < Schema ? Upgrade(json, schema) : json).Deserialize<TExperiment>(Json)!;
    }

    /// <inheritdoc/>
    public JsonObject Write(Experiment experiment)
    {
        var json = new JsonObject { ["kind"] = Word };
        var properties = (JsonObject)JsonSerializer.SerializeToNode((TExperiment)experiment, Json)!;
        foreach (var (name, value) in properties.ToArray())
        {
            properties.Remove(name);
            json[name] = value;
        }

        return json;
    }

    /// <inheritdoc/>
    public virtual JsonObject? WriteFirstSchema(Experiment experiment)
    {
        ArgumentNullException.ThrowIfNull(experiment);
        var all = Write(experiment);
        string[] known = ["kind", .. FirstSchema, "schema", "seed"];
        if (FirstSchema.IsEmpty || all.Any(p => !known.Contains(p.Key) && !JsonNode.DeepEquals(Defaults.GetValueOrDefault(p.Key), p.Value)))
            return null;
        var json = new JsonObject();
        foreach (var name in known)
            json[name] = name == "schema" ? 1 : all[name]?.DeepClone();
        return json;
    }

    /// <inheritdoc/>
    public KindResult ParseResult(JsonNode json, int schema)
    {
        ArgumentNullException.ThrowIfNull(json);
        return (schema < Schema && json is JsonObject old ? UpgradeResult(old, schema) : json).Deserialize<TResult>(ResultJson)
            ?? throw new JsonException($"{ResultName} must be an object, but is null.");
    }

    /// <inheritdoc/>
    public JsonNode WriteResult(KindResult result) => JsonSerializer.SerializeToNode((TResult)result, ResultJson)!;

    ExperimentNames IExperimentKind.NamesOf(Experiment experiment) => NamesOf((TExperiment)experiment);

    ExperimentSize IExperimentKind.SizeOf(Experiment experiment, KindResult? result) => SizeOf((TExperiment)experiment, (TResult?)result);

    string IExperimentKind.Describe(Experiment experiment) => Describe((TExperiment)experiment);

    string IExperimentKind.Describe(KindResult result) => Describe((TResult)result);

    string? IExperimentKind.DifferencesOf(Experiment experiment) => DifferencesOf((TExperiment)experiment);

    string? IExperimentKind.CommandOf(Experiment experiment) => CommandOf((TExperiment)experiment);

    string? IExperimentKind.PartsOf(Experiment experiment, ExperimentCatalog catalog) => PartsOf((TExperiment)experiment, catalog);

    string? IExperimentKind.RefusalOf(Experiment experiment, RunnerOptions options, string store) =>
        RefusalOf((TExperiment)experiment, options, store);

    void IExperimentKind.CheckTogether(Experiment experiment, ExperimentCatalog catalog) => CheckTogether((TExperiment)experiment, catalog);

    double? IExperimentKind.RemainingSeconds(Run run, IReadOnlyList<RunResult> finished)
    {
        ArgumentNullException.ThrowIfNull(run);
        ArgumentNullException.ThrowIfNull(finished);
        return RemainingSeconds(
            (TExperiment)run.Experiment,
            run,
            [
                .. from result in finished
                where result is { Experiment: TExperiment, Numbers: TResult }
                select new FinishedExperiment<TExperiment, TResult>(
                    (TExperiment)result.Experiment,
                    (TResult)result.Numbers!,
                    result.Seconds
                ),
            ]
        );
    }

    bool IExperimentKind.ShareWork(Experiment one, Experiment other) => ShareWork((TExperiment)one, (TExperiment)other);

    ImmutableArray<KindOutcome> IExperimentKind.Run(IReadOnlyList<IExperimentContext> runs)
    {
        ArgumentNullException.ThrowIfNull(runs);
        return runs.Count == 1 ? [Run((TExperiment)runs[0].Experiment, runs[0])] : RunTogether(runs);
    }

    /// <inheritdoc/>
    public virtual bool WouldRepeat(Exception error) => false;

    /// <summary>The kind's word.</summary>
    public override string ToString() => Word;

    /// <summary>Converts properties of an older schema to the current one. Default: as they are.</summary>
    /// <param name="json">The properties.</param>
    /// <param name="schema">The older schema.</param>
    protected virtual JsonObject Upgrade(JsonObject json, int schema) => json;

    /// <summary>Converts numbers of an older schema to the current one. Default: as they are.</summary>
    /// <param name="json">The numbers.</param>
    /// <param name="schema">The older schema.</param>
    protected virtual JsonObject UpgradeResult(JsonObject json, int schema) => json;

    /// <inheritdoc cref="IExperimentKind.NamesOf"/>
    protected abstract ExperimentNames NamesOf(TExperiment experiment);

    /// <inheritdoc cref="IExperimentKind.SizeOf"/>
    protected abstract ExperimentSize SizeOf(TExperiment experiment, TResult? result);

    /// <inheritdoc cref="IExperimentKind.Describe(Experiment)"/>
    protected abstract string Describe(TExperiment experiment);

    /// <inheritdoc cref="IExperimentKind.Describe(KindResult)"/>
    protected abstract string Describe(TResult result);

    /// <inheritdoc cref="IExperimentKind.DifferencesOf"/>
    protected virtual string? DifferencesOf(TExperiment experiment) => null;

    /// <inheritdoc cref="IExperimentKind.CommandOf"/>
    protected virtual string? CommandOf(TExperiment experiment) => null;

    /// <inheritdoc cref="IExperimentKind.PartsOf"/>
    protected virtual string? PartsOf(TExperiment experiment, ExperimentCatalog catalog) => null;

    /// <inheritdoc cref="IExperimentKind.RefusalOf"/>
    protected virtual string? RefusalOf(TExperiment experiment, RunnerOptions options, string store) => null;

    /// <inheritdoc cref="IExperimentKind.CheckTogether"/>
    protected virtual void CheckTogether(TExperiment experiment, ExperimentCatalog catalog) { }

    /// <summary>The seconds that a run still needs; null where nothing is known. Default: null.</summary>
    /// <param name="experiment">The experiment.</param>
    /// <param name="run">Its run, with its history.</param>
    /// <param name="finished">The finished experiments of this kind, on the same device with the same number of threads.</param>
    protected virtual double? RemainingSeconds(
        TExperiment experiment,
        Run run,
        ImmutableArray<FinishedExperiment<TExperiment, TResult>> finished
    ) => null;

    /// <inheritdoc cref="IExperimentKind.ShareWork"/>
    protected virtual bool ShareWork(TExperiment one, TExperiment other) => false;

    /// <summary>Runs an experiment.</summary>
    /// <param name="experiment">The experiment.</param>
    /// <param name="context">Its place in a store.</param>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    protected abstract KindOutcome Run(TExperiment experiment, IExperimentContext context);

    /// <summary>Runs experiments that share work, as <see cref="ShareWork"/> says. Default: one after another.</summary>
    /// <param name="runs">Each experiment with its place in a store.</param>
    /// <inheritdoc cref="Run" path="/exception"/>
    protected virtual ImmutableArray<KindOutcome> RunTogether(IReadOnlyList<IExperimentContext> runs)
    {
        ArgumentNullException.ThrowIfNull(runs);
        return [.. runs.Select(r => Run((TExperiment)r.Experiment, r))];
    }
}
