namespace Generalization.Experiments.Kinds.LeastNorm;

/// <summary>The interpolant of least norm on features.</summary>
public sealed record FeatureNormResult(string Features, int Dimension, double Norm, int TestErrors);
