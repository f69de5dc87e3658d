using System.Collections.Immutable;
using Generalization.Kernels.Solvers;
using Generalization.Learning;

namespace Generalization.Kernels.Cholesky;

/// <summary>The exact prediction for each example by the fit to all the others: f₋ᵢ(xᵢ) = yᵢ − αᵢ / ((K + λI)⁻¹)ᵢᵢ, without another
/// fit.</summary>
/// <remarks>For interpolation (λ = 0) and ridge regression alike, the kernel and features held fixed. α of a mixed solver is refined to
/// float64, and the diagonal is float32's: see <see cref="HatDiagonal"/>. Source: Allen 1974 (PRESS); for kernels Cawley and Talbot
/// 2003.</remarks>
public sealed class LeaveOneOut
{
    internal LeaveOneOut(HatDiagonal diagonal, KernelSolution solution, double[,] targets)
    {
        (Diagonal, Errors) = (diagonal, diagonal.Errors(solution.Coefficients));
        var (n, columns) = (Errors.GetLength(0), Errors.GetLength(1));
        Outputs = new double[n, columns];
        var losses = new double[n];
        for (var i = 0; i < n; i++)
        for (var c = 0; c < columns; c++)
        {
            Outputs[i, c] = targets[i, c] - Errors[i, c];
            losses[i] += Errors[i, c] * Errors[i, c];
        }

        SquaredLosses = [.. losses];
    }

    /// <summary>The diagonals of (K + λI)⁻¹ and of the hat matrix.</summary>
    public HatDiagonal Diagonal { get; }

    /// <summary>f₋ᵢ(xᵢ), (n, c). Not to be written to.</summary>
    public double[,] Outputs { get; }

    /// <summary>yᵢ − f₋ᵢ(xᵢ), (n, c). Not to be written to.</summary>
    public double[,] Errors { get; }

    /// <summary>The left-out losses, Σ_c (y_ic − f₋ᵢ(xᵢ)_c)², n values.</summary>
    public ImmutableArray<double> SquaredLosses { get; }

    /// <summary>The left-out class of each example.</summary>
    /// <param name="rule">How outputs become classes. Default: null, the largest of several outputs and the sign of one.</param>
    public long[] Classes(DecisionRule? rule = null) => Classification.Classes(Outputs, rule);

    /// <summary>The left-out margin of each example: the output of its own class minus the best of the others; below 0 where the others
    /// predict another class. Of one output, whose sign is the class, that output for class 1 and minus it for class 0.</summary>
    /// <param name="labels">n labels, each the column of its class; 0 or 1 of one output.</param>
    /// <returns>n margins. The smallest margins belong to the labels that fit worst.</returns>
    /// <exception cref="ArgumentException">There are not n labels, or one is no column.</exception>
    public double[] Margins(ReadOnlySpan<long> labels)
    {
        var (n, columns) = (Outputs.GetLength(0), Outputs.GetLength(1));
        if (labels.Length != n)
            throw new ArgumentException($"There must be {n} labels, one for each point, but there were {labels.Length}.", nameof(labels));
        var classes = Math.Max(columns, 2);
        var margins = new double[n];
        for (var i = 0; i < n; i++)
        {
            var own = labels[i];
            if (own < 0 || own >= classes)
                throw new ArgumentException(
                    $"A label must lie in [0, {classes - 1}] with {columns} outputs, but label {i} was {own}.",
                    nameof(labels)
                );
            if (columns == 1)
            {
                margins[i] = own == 1 ? Outputs[i, 0] : -Outputs[i, 0];
                continue;
            }

            var best = double.NegativeInfinity;
            for (var c = 0; c < columns; c++)
                best = c == own ? best : Math.Max(best, Outputs[i, c]);
            margins[i] = Outputs[i, own] - best;
        }

        return margins;
    }
}
