namespace Generalization.Kernels.Progress;

/// <summary>How far a phase is.</summary>
/// <param name="Phase">The phase.</param>
/// <param name="Done">What is done, in the unit of <paramref name="Total"/>; iterations where that is null.</param>
/// <param name="Total">The whole phase, in a unit of its own such as floating-point operations; null where it is not known before the
/// end.</param>
/// <param name="RelativeResidual">The residual so far, where the phase knows one.</param>
public sealed record SolverProgress(SolverPhase Phase, double Done, double? Total, double? RelativeResidual = null);
