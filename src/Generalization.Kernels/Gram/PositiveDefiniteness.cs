using System.Globalization;
using Generalization.Identity;
using Generalization.Kernels.Functions;
using Generalization.Kernels.Points;
using Generalization.Kernels.Solvers;
using static TorchSharp.torch;

namespace Generalization.Kernels.Gram;

/// <summary>What to say of a matrix that cannot be factorized.</summary>
internal static class PositiveDefiniteness
{
    private const double Alike = 1 - 1e-12;

    /// <summary>Below this share of its diagonal element a pivot is rounding error: four times √n units.</summary>
    public static double SmallestPivot(int count, ScalarType type) => 4 * Math.Sqrt(count) * Unit(type);

    public static double Unit(ScalarType type) => type == ScalarType.Float64 ? Math.ScaleB(1, -53) : Math.ScaleB(1, -24);

    /// <summary>At the door: kernel values that are no numbers, or none of the precision that the matrix is kept in, are no matter of a
    /// ridge.</summary>
    /// <exception cref="ArgumentException">A point's squared length or k(x, x) is not finite, or all are 0 or as good as.</exception>
    /// <exception cref="FaultyPartException">A caller's own kernel does not do what it must.</exception>
    public static void CheckValues(Kernel kernel, PointSet points, SolverPlan plan)
    {
        const int pieceRows = 4096;
        var single = plan.FactorType == ScalarType.Float32 || plan.Options.Solver == KernelSolver.Iterative;
        double largest = 0;
        for (var first = 0; first < points.Count; first += pieceRows)
        {
            using var scope = NewDisposeScope();
            using var none = no_grad();
            using var rows = points.Block(first, Math.Min(pieceRows, points.Count - first));
            var most = rows.Squares.max().item<double>();
            if (!double.IsFinite(most))
                throw new ArgumentException(
                    "The squared lengths of points must be float64 numbers, but that of point "
                        + $"{first + rows.Squares.argmax().item<long>()} "
                        + "overflows; divide the points by a constant.",
                    nameof(points)
                );
            var diagonal = KernelCall.Diagonal(kernel, rows).abs();
            var value = diagonal.max().item<double>();
            if (!(value <= (single ? float.MaxValue : double.MaxValue)))
                throw new ArgumentException(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"The kernel's values must be numbers of {(single ? "float32" : "float64")}, but k(x, x) of point "
                            + $"{first + diagonal.argmax().item<long>()} is {value:G3}; divide the points by a "
                            + $"constant, or choose other parameters of the kernel{(single ? ", or the direct solver in float64" : "")}."
                    ),
                    nameof(points)
                );
            largest = Math.Max(largest, value);
        }

        if (largest < (single ? 1e-30 : 1e-290))
            throw new ArgumentException(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"The kernel's values must be numbers of {(single ? "float32" : "float64")} other than 0, but the largest k(x, x) is "
                        + $"{largest:G3}; multiply the points by a constant, or choose other parameters of the kernel."
                ),
                nameof(points)
            );
        KernelConsistency.Check(kernel, points);
    }

    /// <summary>At the door: equal rows make the matrix singular whatever the kernel, so that without a ridge nothing need be computed to
    /// know.</summary>
    public static void ThrowIfIdentical(Kernel kernel, PointSet points, SolverPlan plan, IReadOnlyList<double[,]>? targets = null)
    {
        CheckValues(kernel, points, plan);
        if (plan.Options.Ridge > 0 || points.FindIdentical() is not { } pair)
            return;
        var differ =
            targets is not null && targets.Any(t => Enumerable.Range(0, t.GetLength(1)).Any(c => t[pair.First, c] != t[pair.Second, c]));
        using var diagonal = new KernelGramSource(kernel, points).Diagonal();
        using var largest = diagonal.max();
        var least = Ridge(
            points.Count,
            plan.Options is { Solver: KernelSolver.Direct, Precision: SolverPrecision.Mixed } ? ScalarType.Float32 : ScalarType.Float64,
            largest.item<double>()
        );
        throw new NotPositiveDefiniteException(
            string.Create(
                CultureInfo.InvariantCulture,
                $"Without a ridge all training examples must differ, but {pair.First} and {pair.Second} are "
                    + $"identical{(differ ? " and have different targets" : "")}; remove one of them or set a ridge of at least "
                    + $"{least:G2}."
            ),
            pair.Second,
            0,
            pair,
            least
        );
    }

    public static NotPositiveDefiniteException At(GramSource source, int pivot, double value, double ridge, ScalarType type)
    {
        using var scope = NewDisposeScope();
        var diagonal = source.Diagonal();
        var largest = diagonal.max().item<double>();
        var suggested = Ridge(source.Count, type, largest) + ridge;
        if (!double.IsFinite(suggested) || suggested == 0)
            return new NotPositiveDefiniteException(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"The Gram matrix must hold numbers, but its largest diagonal element is {largest:G3}; multiply the "
                        + $"features by a constant, or choose another kernel."
                ),
                pivot,
                value,
                null,
                suggested
            );
        (int, int)? pair = null;
        if (pivot > 0 && source.ComputesTiles)
        {
            var row = empty([1, pivot], ScalarType.Float64);
            source.FillTile(row, pivot, 0);
            var likeness = row[0] / (diagonal.narrow(0, 0, pivot) * diagonal[pivot]).sqrt();
            var (best, at) = likeness.max(0);
            if (best.item<double>() >= Alike)
                pair = ((int)at.item<long>(), pivot);
        }

        var size = double.IsNaN(value) ? "was not positive" : FormattableString.Invariant($"was {value:G2} of its diagonal element");
        var cause = pair is { } p ? $"examples {p.Item1} and {p.Item2} coincide" : "its row depends on the ones before it";
        return new NotPositiveDefiniteException(
            string.Create(
                CultureInfo.InvariantCulture,
                $"The Gram matrix must be positive definite, but pivot {pivot} {size} in "
                    + $"{(type == ScalarType.Float64 ? "float64" : "float32")}: {cause}; set a ridge of at least {suggested:G2}, "
                    + $"the size of the rounding errors of this factorization."
            ),
            pivot,
            value,
            pair,
            suggested
        );
    }

    private static double Ridge(int count, ScalarType type, double largestDiagonal) => 2 * count * Unit(type) * largestDiagonal;
}
