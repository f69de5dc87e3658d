using Generalization.Measures.LabelErrors;

namespace Generalization.Measures.Audits;

/// <summary>The labels that look wrong.</summary>
/// <param name="Issues">They, the most suspicious first, cut where <paramref name="Rule"/> says.</param>
/// <param name="Rule">Where they are cut and by what, a sentence.</param>
/// <param name="By">How it was seen, in words.</param>
public sealed record LabelFindings(LabelIssues Issues, string Rule, string By)
{
    /// <summary>Confident learning's counts and scores; null where a training's history alone tells. Default: null.</summary>
    public ConfidentLearning? Confident { get; init; }

    /// <summary>The share of labels that are the likeliest class out of sample. Default: null.</summary>
    public Estimate? Accuracy { get; init; }

    /// <summary>How many of the known wrong labels among those that were looked at were found; null where none is known. Default:
    /// null.</summary>
    public Detection? Planted { get; init; }

    /// <summary>How well suspicion ranks known wrong labels above others; null where none is known. Default: null.</summary>
    public Estimate? PlantedAuroc { get; init; }
}
