namespace Generalization.Experiments;

/// <summary>The names that an experiment needs from the catalog; null where it names none.</summary>
/// <param name="Dataset">A data set's name; null for none.</param>
/// <param name="Model">A network's name. Default: null, none.</param>
public sealed record ExperimentNames(string? Dataset, string? Model = null)
{
    /// <summary>A corruption's name. Default: null, none.</summary>
    public string? Corruption { get; init; }

    /// <summary>The name of a way to make inputs. Default: null, the catalog's own.</summary>
    public string? Input { get; init; }

    /// <summary>A learning-rate schedule's name. Default: null, none.</summary>
    public string? Schedule { get; init; }

    /// <summary>An optimizer's name. Default: null, none.</summary>
    public string? Optimizer { get; init; }
}
