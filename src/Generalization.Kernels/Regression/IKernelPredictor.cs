using Generalization.Learning;

namespace Generalization.Kernels.Regression;

/// <summary>A predictor that a kernel regression made, with its solution, its certificate and, where it was asked for, what leaving one out
/// gives.</summary>
public interface IKernelPredictor : IPredictor
{
    /// <summary>The solution with its norm, ‖w‖, and what it leaves on the training points.</summary>
    KernelFit Fit { get; }
}
