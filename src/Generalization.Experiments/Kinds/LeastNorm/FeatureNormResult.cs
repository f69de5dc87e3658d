namespace Generalization.Experiments.Kinds.LeastNorm;

/// <summary>The interpolant of least norm on features.</summary>
/// <param name="Features">"pixels", or the features' name.</param>
/// <param name="Dimension">The number of features.</param>
/// <param name="Norm">‖W‖.</param>
/// <param name="TestErrors">Test images whose largest output is not their label.</param>
public sealed record FeatureNormResult(string Features, int Dimension, double Norm, int TestErrors);
