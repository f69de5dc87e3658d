namespace Generalization.Measures.LabelErrors;

/// <summary>What can say that a label looks wrong; several may.</summary>
[Flags]
public enum LabelMethods
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>Confident learning: the example is confidently of another class, off the diagonal of the confident joint.</summary>
    ConfidentLearning = 1,

    /// <summary>Confident learning, prune by noise rate.</summary>
    PruneByNoiseRate = 2,

    /// <summary>Confident learning, prune by class.</summary>
    PruneByClass = 4,

    /// <summary>Prune by noise rate and by class: both say so.</summary>
    PruneByBoth = PruneByNoiseRate | PruneByClass,

    /// <summary>A kernel that is fitted to all others gives another class.</summary>
    LeaveOneOut = 8,

    /// <summary>The area under the margin over a training is small.</summary>
    AreaUnderMargin = 16,

    /// <summary>The label was learned late in a training.</summary>
    LearnedLate = 32,

    /// <summary>Models that were trained without the example do not give its label, and models that were trained with it do.</summary>
    Memorized = 64,

    /// <summary>Something else, the caller's.</summary>
    Other = 1024,
}
