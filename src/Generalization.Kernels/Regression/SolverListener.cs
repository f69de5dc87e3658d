using Generalization.Kernels.Progress;
using Generalization.Learning;

namespace Generalization.Kernels.Regression;

/// <summary>What a solver says, as a learner says it.</summary>
internal sealed class SolverListener(IProgress<LearningProgress> progress) : IProgress<SolverProgress>
{
    public void Report(SolverProgress value) =>
        progress.Report(new LearningProgress(value.Phase.ToString().ToLowerInvariant(), value.Done, value.Total));
}
