using Generalization.Learning;

namespace Generalization.Measures.Complexity;

/// <summary>Says to which of many fits a learner's progress belongs.</summary>
internal sealed class PrefixedProgress : IProgress<LearningProgress>
{
    private readonly IProgress<LearningProgress> progress;
    private readonly string prefix;

    private PrefixedProgress(IProgress<LearningProgress> progress, string prefix) => (this.progress, this.prefix) = (progress, prefix);

    /// <summary>Begins a fit, which is told; null where nobody hears.</summary>
    public static PrefixedProgress? Of(IProgress<LearningProgress>? progress, string prefix)
    {
        progress?.Report(new LearningProgress(prefix, 0, null));
        return progress is null ? null : new PrefixedProgress(progress, prefix);
    }

    public void Report(LearningProgress value) => progress.Report(value with { Phase = $"{prefix}: {value.Phase}" });
}
