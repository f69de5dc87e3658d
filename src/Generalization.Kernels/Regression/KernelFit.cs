using System.Collections.Immutable;
using Generalization.Kernels.Cholesky;
using Generalization.Kernels.Solvers;
using Generalization.Learning;

namespace Generalization.Kernels.Regression;

/// <summary>The solution for one set of targets, with its certificate: residuals and fitted values are from rows of K in float64, not from
/// the factor.</summary>
public sealed class KernelFit
{
    internal KernelFit(KernelSolution solution, double[,] fitted, double[,] targets, double ridge)
    {
        (Solution, Fitted) = (solution, fitted);
        CheckedRows = [.. Enumerable.Range(0, fitted.GetLength(0))];
        (MaxResidual, RelativeResidual) = Residual(fitted, targets, ridge);
    }

    // Of some rows only Kα is known anew; of the others it is Y − λα, as near as the solution is exact.
    internal KernelFit(KernelSolution solution, ImmutableArray<int> rows, double[,] products, double[,] targets, double ridge)
    {
        (Solution, CheckedRows, Fitted) = (solution, rows, new double[targets.GetLength(0), targets.GetLength(1)]);
        (MaxResidual, RelativeResidual) = Residual(products, targets, ridge);
        for (var i = 0; i < targets.GetLength(0); i++)
        for (var c = 0; c < targets.GetLength(1); c++)
            Fitted[i, c] = targets[i, c] - ridge * solution.Coefficients[i, c];
        for (var s = 0; s < rows.Length; s++)
        for (var c = 0; c < targets.GetLength(1); c++)
            Fitted[rows[s], c] = products[s, c];
    }

    /// <summary>α and ‖w‖.</summary>
    public KernelSolution Solution { get; }

    /// <summary>What each training point is given when it is left out; null unless <see cref="SolverOptions.LeaveOneOut"/> asked for
    /// it.</summary>
    public LeaveOneOut? LeaveOneOut { get; internal init; }

    /// <summary>The training points that the residual is over: all, but for streamed features.</summary>
    public ImmutableArray<int> CheckedRows { get; }

    /// <summary>Kα, what the model says of its own training points, (n, c); Y − λα for those that are not checked. Not to be written
    /// to.</summary>
    public double[,] Fitted { get; }

    /// <summary>max |Kα + λα − Y|.</summary>
    public double MaxResidual { get; }

    /// <summary>‖Kα + λα − Y‖ / ‖Y‖, Frobenius.</summary>
    public double RelativeResidual { get; }

    /// <summary>The training points whose largest output is not their label's.</summary>
    /// <param name="labels">n labels.</param>
    public int Errors(ReadOnlySpan<long> labels) => Classification.Errors(Fitted, labels);

    private (double Largest, double Relative) Residual(double[,] products, double[,] targets, double ridge)
    {
        double largest = 0,
            squares = 0,
            size = 0;
        var exponent = TargetScale.ExponentOf(Enumerable.Range(0, targets.GetLength(1)).Max(c => TargetScale.Largest(targets, c)));
        for (var s = 0; s < CheckedRows.Length; s++)
        for (var c = 0; c < targets.GetLength(1); c++)
        {
            var row = CheckedRows[s];
            var residual = products[s, c] + ridge * Solution.Coefficients[row, c] - targets[row, c];
            largest = Math.Max(largest, Math.Abs(residual));
            var (off, target) = (Math.ScaleB(residual, -exponent), Math.ScaleB(targets[row, c], -exponent));
            squares += off * off;
            size += target * target;
        }

        return (largest, size == 0 ? 0 : Math.Sqrt(squares / size));
    }
}
