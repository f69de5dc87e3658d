namespace Generalization.Measures.Membership;

/// <summary>A point of a curve.</summary>
/// <param name="FalsePositives">The share of non-members that are said to be members, in 0..1.</param>
/// <param name="TruePositives">The share of members that are, in 0..1.</param>
public readonly record struct RocPoint(double FalsePositives, double TruePositives);
