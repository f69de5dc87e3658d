namespace Generalization.Experiments.Kinds.FiniteSamples;

/// <summary>The seconds of a finite-sample fit.</summary>
#pragma warning disable CS1591 // Each property is named and explained once, in docs/results.md.
public sealed record FiniteSampleResultSeconds(double Project, double Search, double Sort, double Solve, double Verify, double Total);
#pragma warning restore CS1591
