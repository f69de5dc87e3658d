using System.Collections.Immutable;
using Generalization.Measures.Complexity;
using Generalization.Measures.LearningOrder;
using Generalization.Measures.Membership;
using Generalization.Measures.Norms;
using Generalization.Measures.Subsets;
using Generalization.Measures.WholeSet;

namespace Generalization.Measures.Audits;

/// <summary>The numbers of an audit; null where something was not measured.</summary>
public sealed record AuditMeasures
{
    /// <summary>Accuracies in and out of sample.</summary>
    public FitAccuracies? Fit { get; init; }

    /// <summary>How well random labels are fitted.</summary>
    public RademacherResult? Rademacher { get; init; }

    /// <summary>What replacing one example changes.</summary>
    public StabilityComparison? Stability { get; init; }

    /// <summary>The labels that look wrong.</summary>
    public LabelFindings? Labels { get; init; }

    /// <summary>What was memorized.</summary>
    public MemorizationFindings? Memorization { get; init; }

    /// <summary>Test examples that are right because of a training example.</summary>
    public InfluenceResult? Influence { get; init; }

    /// <summary>Who can tell what was trained on: a likelihood ratio by the runs on subsets.</summary>
    public MembershipResult? Membership { get; init; }

    /// <summary>In which order a network's training learned its examples, and when it had better stopped.</summary>
    public OrderFindings? Order { get; init; }

    /// <summary>What training without the suspicious labels gives.</summary>
    public CleaningEffect? Cleaning { get; init; }

    /// <summary>Images that are twice in the data.</summary>
    public DuplicateReport? Duplicates { get; init; }

    /// <summary>The classes of both sets.</summary>
    public SplitBalance? Balance { get; init; }

    /// <summary>Classes that overlap, the largest share first. Default: none.</summary>
    public ImmutableArray<ClassOverlap> Overlaps { get; init; } = [];

    /// <summary>A network's norms. Relative, and not predictive.</summary>
    public NetworkNorms? Norms { get; init; }

    /// <summary>A network's margins, divided by the product of its spectral norms. Relative, and not predictive.</summary>
    public MarginDistribution? Margins { get; init; }
}
