namespace Generalization.Experiments.Kinds.LeastNorm;

#pragma warning disable CS1591 // Each property is named and explained once, in docs/results.md.
/// <summary>One interpolant of an under-determined linear problem.</summary>
public sealed record InterpolantResult(
    string Name,
    int? Epochs,
    double Loss,
    double Norm,
    double Distance,
    int TrainErrors,
    int TestErrors
);
#pragma warning restore CS1591
