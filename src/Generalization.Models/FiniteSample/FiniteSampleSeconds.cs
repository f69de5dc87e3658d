namespace Generalization.Models.FiniteSample;

/// <summary>The wall-clock seconds of a finite-sample fit.</summary>
/// <param name="Project">The projection of all points on the chosen direction, one matrix-vector product.</param>
/// <param name="Search">The other directions, whole.</param>
/// <param name="Sort">The sort of the chosen direction's projections.</param>
/// <param name="Solve">The gaps of the chosen direction, thresholds and weights.</param>
/// <param name="Verify">A second projection of all points, the network's values there, and the other figures.</param>
public sealed record FiniteSampleSeconds(double Project, double Search, double Sort, double Solve, double Verify)
{
    /// <summary>Their sum.</summary>
    public double Total => Project + Search + Sort + Solve + Verify;
}
