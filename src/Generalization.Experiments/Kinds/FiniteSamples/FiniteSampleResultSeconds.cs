namespace Generalization.Experiments.Kinds.FiniteSamples;

/// <summary>The seconds of a finite-sample fit.</summary>
/// <param name="Project">The projection on the chosen direction.</param>
/// <param name="Search">The other directions.</param>
/// <param name="Sort">The sort.</param>
/// <param name="Solve">The solution.</param>
/// <param name="Verify">A second projection, which checks the first.</param>
/// <param name="Total">All of these.</param>
public sealed record FiniteSampleResultSeconds(double Project, double Search, double Sort, double Solve, double Verify, double Total);
