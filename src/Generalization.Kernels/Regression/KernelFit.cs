namespace Generalization.Kernels;

/// <summary>The solution for one set of targets, with its certificate: everything here but the coefficients is from tiles computed anew in float64.</summary>
public sealed class KernelFit
{
    internal KernelFit(KernelSolution solution, double[,] fitted, double[,] targets, double ridge)
    {
        (Solution, Fitted) = (solution, fitted);
        double squares = 0, size = 0;
        for (var i = 0; i < fitted.GetLength(0); i++)
            for (var c = 0; c < fitted.GetLength(1); c++)
            {
                var residual = fitted[i, c] + ridge * solution.Coefficients[i, c] - targets[i, c];
                MaxResidual = Math.Max(MaxResidual, Math.Abs(residual));
                squares += residual * residual;
                size += targets[i, c] * targets[i, c];
            }

        RelativeResidual = size == 0 ? 0 : Math.Sqrt(squares / size);
    }

    /// <summary>α and ‖w‖.</summary>
    public KernelSolution Solution { get; }

    /// <summary>Kα, what the model says of its own training points, (n, c). Not to be written to.</summary>
    public double[,] Fitted { get; }

    /// <summary>max |Kα + λα − Y|.</summary>
    public double MaxResidual { get; }

    /// <summary>‖Kα + λα − Y‖ / ‖Y‖, Frobenius.</summary>
    public double RelativeResidual { get; }

    /// <summary>The training points whose largest output is not their label's.</summary>
    /// <param name="labels">n labels.</param>
    public int Errors(ReadOnlySpan<long> labels) => Classification.Errors(Fitted, labels);
}
