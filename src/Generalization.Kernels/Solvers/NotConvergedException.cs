using System.Globalization;

namespace Generalization.Kernels.Solvers;

/// <summary>An iteration ended before it reached its tolerance.</summary>
public sealed class NotConvergedException : Exception
{
    private NotConvergedException(string message, int iterations, double relativeResidual)
        : base(message) => (Iterations, RelativeResidual) = (iterations, relativeResidual);

    /// <summary>The iterations made.</summary>
    public int Iterations { get; }

    /// <summary>The relative residual reached.</summary>
    public double RelativeResidual { get; }

    internal static void ThrowUnless(bool converged, int iterations, double reached, double tolerance)
    {
        if (converged)
            return;
        throw new NotConvergedException(
            string.Create(
                CultureInfo.InvariantCulture,
                $"The relative residual must fall to {tolerance:G2}, but was {reached:G2} after {iterations} iterations; "
                    + $"allow more iterations or a larger tolerance, or set a ridge."
            ),
            iterations,
            reached
        );
    }
}
