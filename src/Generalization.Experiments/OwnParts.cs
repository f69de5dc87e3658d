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
    private const string OfModelsInput = "input of the model ";

    public static string? Corruption(ExperimentCatalog catalog, string name) =>
        catalog.Corruptions.GetValueOrDefault(name) is { } own && !PaperCorruptions.Names.Contains(name)
            ? $"corruption {WordsOf(own, () => Description.Of(own))}"
            : null;

    public static string? Input(ExperimentCatalog catalog, string? name) =>
        name is not null && catalog.Inputs.GetValueOrDefault(name) is { } steps ? $"input {WordsOf(steps)}" : null;

    /// <summary>The inputs where an experiment names none: those of a model of the caller's, and the catalog's where they are the
    /// caller's; the last of the parts.</summary>
    public static string? InputUnnamed(ExperimentCatalog catalog, string? model, string? named) =>
        named is not null || model is null || catalog.Models.GetValueOrDefault(model) is not { } known ? null
        : known.Paper is null ? OfModelsInput + WordsOf(known.Input ?? catalog.Input)
        : known.Input is null && WordsOf(catalog.Input) is var words && words != WordsOf(InputPipeline.Cifar10) ? OfModelsInput + words
        : null;

    /// <summary>Whether two are the same; what was kept before inputs of models were among the parts says nothing of them.</summary>
    public static bool AreSame(string before, string now) =>
        now == before
        || (
            !before.Contains(OfModelsInput, StringComparison.Ordinal)
            && now.StartsWith(before + ", " + OfModelsInput, StringComparison.Ordinal)
        );

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
