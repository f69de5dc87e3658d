using Generalization.Kernels.Progress;

namespace Generalization.Experiments.Kinds.KernelInterpolation;

/// <summary>What a kernel regression gives, where experiments of any kind are looked at.</summary>
public static class KernelExtensions
{
    extension(RunResult result)
    {
        /// <summary>The kernel regression's numbers; null for other kinds.</summary>
        public KernelResult? Kernel => result.Numbers as KernelResult;
    }

    extension(RunProgress progress)
    {
        /// <summary>Where the solver is; null for other kinds, and before it begins.</summary>
        public SolverProgress? Solver => (progress.At as SolverAt)?.Progress;
    }
}
