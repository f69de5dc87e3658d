using Generalization.Corruption;
using Generalization.Identity;
using Generalization.Inputs;
using Generalization.Training.Losses;
using Generalization.Training.Schedules;
using Generalization.Training.Updates;

namespace Generalization.Experiments;

/// <summary>What stands behind the names of a caller's own parts, in words; null for what is this library's own.</summary>
internal static class OwnParts
{
    private const string OfModelsInput = "input of the model ",
        OfAuditsInput = "the model's own input ";

    public static string? Corruption(ExperimentCatalog catalog, string name) =>
        catalog.Corruptions.GetValueOrDefault(name) is { } own && !PaperCorruptions.Names.Contains(name)
            ? $"corruption {WordsOf(own, () => Description.Of(own))}"
            : null;

    public static string? Input(ExperimentCatalog catalog, string? name) =>
        name is not null && catalog.Inputs.GetValueOrDefault(name) is { } steps ? $"input {WordsOf(steps)}" : null;

    /// <summary>The inputs where an experiment names none: those of a model of the caller's, and the catalog's where they are the
    /// caller's; the last of the parts.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="model">The model; null without one.</param>
    /// <param name="named">The inputs that the experiment names.</param>
    /// <param name="others">What the kind takes instead of the catalog's where a model has none of its own. Default: null, the
    /// catalog's.</param>
    public static string? InputUnnamed(ExperimentCatalog catalog, string? model, string? named, InputPipeline? others = null) =>
        named is not null || model is null || catalog.Models.GetValueOrDefault(model) is not { } known ? null
        : known.Paper is null ? OfModelsInput + WordsOf(known.Input ?? others ?? catalog.Input)
        : known.Input is null && others is null && WordsOf(catalog.Input) is var words && words != WordsOf(InputPipeline.Cifar10)
            ? OfModelsInput + words
        : null;

    /// <summary>The same of an audit, which earlier versions made without the inputs of the model.</summary>
    /// <inheritdoc cref="InputUnnamed" path="/param"/>
    public static string? InputAudited(ExperimentCatalog catalog, string model, string? named) =>
        named is null && catalog.Models.GetValueOrDefault(model)?.Input is { } own
            ? OfAuditsInput + WordsOf(own)
            : InputUnnamed(catalog, model, named);

    /// <summary>Whether two are the same. What was kept before inputs were among the parts says nothing of those of the caller's models,
    /// and is of the library's own for the paper's.</summary>
    /// <param name="before">Those of a result; null where it has none.</param>
    /// <param name="now">Those of now, of a catalog that has the model; null where there is none.</param>
    /// <param name="ofPaper">Whether the model is one of the paper's.</param>
    public static bool AreSame(string? before, string? now, bool ofPaper)
    {
        if (before == now)
            return true;
        // What else the catalog lacks is refused by its name.
        if (now is null)
            return !Has(before!, OfModelsInput) && !Has(before!, OfAuditsInput);
        if (Has(now, OfAuditsInput))
            return false;
        return before is null
            ? !(ofPaper && Has(now, OfModelsInput))
            : !ofPaper && !Has(before, OfModelsInput) && now.StartsWith(before + ", " + OfModelsInput, StringComparison.Ordinal);
    }

    private static bool Has(string parts, string what) => parts.Contains(what, StringComparison.Ordinal);

    public static string? Schedule(LearningRateSchedule? own) => own is null ? null : $"schedule {WordsOf(own, own.Describe)}";

    public static string? Optimizer(Optimizer? own) => own is null ? null : $"optimizer {WordsOf(own, own.Describe)}";

    public static string? Loss(Loss? own) => own is null ? null : $"loss {WordsOf(own, own.Describe)}";

    /// <summary>A model of the caller's; null where it is one of the paper's, or none.</summary>
    public static CatalogModel? ModelOf(ExperimentCatalog catalog, string? model) =>
        model is not null && catalog.Models.GetValueOrDefault(model) is { Paper: null } own ? own : null;

    public static string? Join(params IEnumerable<string?> parts) =>
        string.Join(", ", parts.OfType<string>()) is { Length: > 0 } words ? words : null;

    private static string WordsOf(InputPipeline steps) =>
        string.Join("; ", steps.Steps.Select(step => WordsOf(step, () => Description.Of(step))));

    // Code has no words: of what holds a delegate only the type is known.
    private static string WordsOf(object part, Func<string> describe)
    {
        try
        {
            return describe();
        }
        catch (ArgumentException)
        {
            return part.GetType().FullName!;
        }
    }
}
