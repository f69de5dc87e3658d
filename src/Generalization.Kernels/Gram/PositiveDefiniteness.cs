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
    private const double Alike = 1 - 1e-12,
        Inexact = 1e-6; // half of float64's digits, what is lost where angles or distances are computed from products

    /// <summary>Below this share of its diagonal element a pivot is rounding error: four times √n units.</summary>
    public static double SmallestPivot(int count, ScalarType type) => 4 * Math.Sqrt(count) * Unit(type);

    public static double Unit(ScalarType type) => type == ScalarType.Float64 ? Math.ScaleB(1, -53) : Math.ScaleB(1, -24);

    /// <summary>At the door: kernel values that are no numbers, or none of the precision that the matrix is kept in, or not those of one
    /// function, are no matter of a ridge.</summary>
    /// <exception cref="ArgumentException">A point's value, its squared length or k(x, x) is not finite, or all k(x, x) are 0 or as good
    /// as.</exception>
    /// <exception cref="FaultyPartException">A caller's own kernel does not do what it must.</exception>
    /// <exception cref="NotPositiveDefiniteException">k(x, x) of a point is negative beyond rounding errors.</exception>
    public static void CheckValues(Kernel kernel, PointSet points, SolverPlan plan)
    {
        const int pieceRows = 4096;
        var single = plan.FactorType == ScalarType.Float32 || plan.Options.Solver == KernelSolver.Iterative;
        double largest = 0,
            least = 0;
        long lowest = 0;
        for (var first = 0; first < points.Count; first += pieceRows)
        {
            using var scope = NewDisposeScope();
            using var none = no_grad();
            using var rows = points.Block(first, Math.Min(pieceRows, points.Count - first));
            var most = rows.Squares.max().item<double>();
            if (!double.IsFinite(most))
            {
                ThrowIfNotFinite(rows, first);
                throw new ArgumentException(
                    "The squared lengths of points must be float64 numbers, but that of point "
                        + $"{first + rows.Squares.argmax().item<long>()} "
                        + "overflows; divide the points by a constant.",
                    nameof(points)
                );
            }

            var diagonal = KernelCall.Diagonal(kernel, rows);
            var sizes = diagonal.abs();
            var value = sizes.max().item<double>();
            if (!(value <= (single ? float.MaxValue : double.MaxValue)))
                throw new ArgumentException(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"The kernel's values must be numbers of {(single ? "float32" : "float64")}, but k(x, x) of point "
                            + $"{first + sizes.argmax().item<long>()} is {value:G3}; divide the points by a "
                            + $"constant, or choose other parameters of the kernel{(single ? ", or the direct solver in float64" : "")}."
                    ),
                    nameof(points)
                );
            if (diagonal.min().item<double>() is var low && low < least)
                (least, lowest) = (low, first + diagonal.argmin().item<long>());
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
        // A regression on centres needs no such kernel. What is left of a difference may be below 0 by its rounding.
        if (!plan.IsForCentres && least < -Inexact * largest)
            throw NotSemidefinite($"k(x, x) of point {lowest} is {Number(least)}", (int)lowest, double.NaN);
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

    /// <summary>What to say where a factorization ended.</summary>
    /// <param name="source">The matrix.</param>
    /// <param name="pivot">The row.</param>
    /// <param name="value">The pivot relative to its diagonal element.</param>
    /// <param name="ridge">The ridge that was set.</param>
    /// <param name="type">The factor's type.</param>
    public static NotPositiveDefiniteException At(GramSource source, int pivot, double value, double ridge, ScalarType type)
    {
        using var scope = NewDisposeScope();
        var diagonal = source.Diagonal().contiguous().data<double>().ToArray();
        // LINQ passes over what is no number.
        var largest = Array.Find(diagonal, v => !double.IsFinite(v)) is var wrong and not 0 ? wrong : diagonal.Max(Math.Abs);
        if (!double.IsFinite(largest) || largest == 0)
            return new NotPositiveDefiniteException(
                $"The Gram matrix must hold numbers, but its largest diagonal element is {Number(largest)}; multiply the "
                    + "features by a constant, or choose another kernel.",
                pivot,
                value,
                null,
                double.NaN
            );
        if (diagonal[pivot] < -Inexact * largest)
            return NotSemidefinite($"k(x, x) of example {pivot} is {Number(diagonal[pivot])}", pivot, value);
        var rounding = Ridge(source.Count, type, largest);
        var (pair, impossible) = source.ComputesTiles ? OthersOf(source, pivot, diagonal, rounding) : (null, null);
        if (impossible is not null)
            return NotSemidefinite(impossible, pivot, value);
        var size = double.IsNaN(value) ? "was no number" : FormattableString.Invariant($"was {value:G2} of its diagonal element");
        var found =
            $"The Gram matrix must be positive definite, but pivot {pivot} {size} in "
            + $"{(type == ScalarType.Float64 ? "float64" : "float32")}";
        if (ridge >= rounding || value < -Math.Max(Inexact, Math.Sqrt(Unit(type))))
            return new NotPositiveDefiniteException(
                $"{found}{(ridge > 0 ? $" with the ridge {Number(ridge)}" : "")}: the kernel is not positive semidefinite to within "
                    + "rounding errors; correct it, or choose another kernel, other parameters or points nearer to 0.",
                pivot,
                value,
                null,
                double.NaN
            );
        // Later pivots may be lower than the first that is not positive.
        var suggested = Math.Max(rounding, double.IsNaN(value) ? 0 : 10 * Math.Abs(value) * diagonal[pivot]) + ridge;
        var cause = pair is { } p ? $"examples {p.First} and {p.Second} coincide" : "its row depends on the ones before it";
        return new NotPositiveDefiniteException(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{found}: {cause}; set a ridge of at least {suggested:G2}, the size of the rounding errors of this factorization."
            ),
            pivot,
            value,
            pair,
            suggested
        );
    }

    // The earlier example that coincides with this one, or a value that no positive semidefinite kernel gives.
    private static ((int First, int Second)? Pair, string? Impossible) OthersOf(
        GramSource source,
        int pivot,
        double[] diagonal,
        double rounding
    )
    {
        if (pivot == 0)
            return (null, null);
        var row = empty([1, pivot], ScalarType.Float64);
        source.FillTile(row, pivot, 0);
        var values = row.data<double>().ToArray();
        var (nearest, likeness) = (0, double.NegativeInfinity);
        for (var i = 0; i < pivot; i++)
        {
            var most = Math.Sqrt(diagonal[i]) * Math.Sqrt(diagonal[pivot]);
            if (!double.IsFinite(values[i]))
                return (null, $"k(x, x′) of examples {i} and {pivot} is {Number(values[i])}, which is no number");
            if (Math.Abs(values[i]) > most * (1 + Inexact) + rounding)
                return (null, $"k(x, x′) of examples {i} and {pivot} is {Number(values[i])}, beyond √(k(x, x) k(x′, x′)) = {Number(most)}");
            if (values[i] / most > likeness)
                (nearest, likeness) = (i, values[i] / most);
        }

        return (likeness >= Alike ? (nearest, pivot) : null, null);
    }

    private static NotPositiveDefiniteException NotSemidefinite(string found, int pivot, double value) =>
        new(
            $"The kernel must be positive semidefinite, but {found}; correct it, or choose another kernel or other parameters.",
            pivot,
            value,
            null,
            double.NaN
        );

    // Sources of data may give what arrays and tensors are refused for.
    private static void ThrowIfNotFinite(PointBlock rows, int first)
    {
        using var scope = NewDisposeScope();
        var wrong = rows.Values.isfinite().logical_not().nonzero();
        if (wrong.shape[0] == 0)
            return;
        var at = wrong[0].data<long>().ToArray();
        throw new ArgumentException(
            FormattableString.Invariant(
                $"Points must be finite, but row {first + at[0]}, column {at[1]} was {rows.Values[at[0], at[1]].item<double>()}."
            ),
            "points"
        );
    }

    private static string Number(double value) => value.ToString("G6", CultureInfo.InvariantCulture);

    private static double Ridge(int count, ScalarType type, double largestDiagonal) => 2 * count * Unit(type) * largestDiagonal;
}
