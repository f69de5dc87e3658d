using System.Collections.Immutable;
using System.Globalization;
using Generalization.Kernels.Points;
using Generalization.Kernels.Solvers;
using Generalization.Randomness;
using Generalization.Torch;
using static TorchSharp.torch;

namespace Generalization.Kernels.LeastNorm;

/// <summary>The path of gradient descent or SGD on ‖Xw − y‖²/(2n), with the distance to the interpolant of least norm after every
/// epoch.</summary>
/// <remarks>From zero it ends at X⁺y. The part of a start in the null space of X stays for ever, and the loss does not see it. float64.
/// Source: section 5.</remarks>
public sealed class LeastSquaresPath
{
    private LeastSquaresPath(ImmutableArray<LeastSquaresPathPoint> points, double[,] coefficients) =>
        (Points, Coefficients) = (points, coefficients);

    /// <summary>The start and every epoch's end.</summary>
    public ImmutableArray<LeastSquaresPathPoint> Points { get; }

    /// <summary>The last w, (d, c).</summary>
    public double[,] Coefficients { get; }

    /// <summary>Descends.</summary>
    /// <param name="points">X, n points.</param>
    /// <param name="targets">Y, (n, c), finite.</param>
    /// <param name="options">Default: 100 epochs of gradient descent.</param>
    /// <param name="start">The first w, (d, c), finite. Default: zero.</param>
    /// <param name="device">Where to descend. Default: the CPU.</param>
    /// <param name="progress">Hears each point of the path as it is reached. Default: none.</param>
    /// <param name="token">Ends the work early.</param>
    /// <exception cref="ArgumentException">Lengths do not fit each other, a value is not finite, or a column's largest target lies outside
    /// 1e-120 … 1e120.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The learning rate is so large that the path leaves float64's range.</exception>
    public static LeastSquaresPath Descend(
        PointSet points,
        double[,] targets,
        LeastSquaresPathOptions? options = null,
        double[,]? start = null,
        Device? device = null,
        IProgress<LeastSquaresPathPoint>? progress = null,
        CancellationToken token = default
    )
    {
        CheckSize(targets);
        var goal = MinimumNorm.Solve(points, targets).Coefficients;
        options ??= new LeastSquaresPathOptions();
        if (start is not null)
            CheckStart(start, goal);
        using var scope = NewDisposeScope();
        using var none = no_grad();
        var target = device ?? TorchBackend.Cpu;
        using var block = points.Block(0, points.Count, device: target);
        var (x, y, least) = (block.Values, TargetMatrix.ToTensor(targets, target), TargetMatrix.ToTensor(goal, target));
        var w = start is null ? zeros_like(least) : TargetMatrix.ToTensor(start, target);
        var rate = options.LearningRate ?? DefaultRate(points, block, options);
        var path = ImmutableArray.CreateBuilder<LeastSquaresPathPoint>(options.Epochs + 1);
        for (var epoch = 0; epoch <= options.Epochs; epoch++)
        {
            token.ThrowIfCancellationRequested();
            if (epoch > 0)
                Epoch(x, y, w, rate, options, epoch);
            using var measuring = NewDisposeScope();
            var loss = (x.matmul(w) - y).Squared().sum().item<double>() / (2 * points.Count);
            if (!double.IsFinite(loss))
                throw new ArgumentOutOfRangeException(
                    nameof(options),
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"LearningRate must be below twice the inverse of the "
                            + $"{(options.BatchSize is null ? "Hessian's largest eigenvalue" : "points' largest squared length")}, "
                            + $"but at {rate:G4} the loss was {loss} after {epoch} epochs; choose a smaller one."
                    )
                );
            path.Add(new LeastSquaresPathPoint(epoch, (w - least).norm().item<double>(), w.norm().item<double>(), loss));
            progress?.Report(path[^1]);
        }

        return new LeastSquaresPath(path.MoveToImmutable(), TargetMatrix.ToArray(w));
    }

    private static void Epoch(Tensor x, Tensor y, Tensor w, double rate, LeastSquaresPathOptions options, int epoch)
    {
        var n = (int)x.shape[0];
        if (options.BatchSize is not { } size)
        {
            Step(x, y, w, rate);
            return;
        }

        var order = new RandomKey(options.Seed, RandomPurpose.EpochOrder).Stream(0, (uint)epoch).Permutation(n);
        for (var first = 0; first < n; first += size)
        {
            using var scope = NewDisposeScope();
            var batch = tensor(order[first..Math.Min(n, first + size)].Select(i => (long)i).ToArray(), device: x.device);
            Step(x.index_select(0, batch), y.index_select(0, batch), w, rate);
        }
    }

    private static void Step(Tensor x, Tensor y, Tensor w, double rate)
    {
        using var scope = NewDisposeScope();
        w.sub_(x.t().matmul(x.matmul(w) - y).Times(rate / x.shape[0]));
    }

    private static double DefaultRate(PointSet points, PointBlock block, LeastSquaresPathOptions options)
    {
        var largest = options.BatchSize is null ? LeastSquaresHessian.Of(points).Eigenvalues[0] : block.Squares.max().item<double>();
        return largest > 0 ? 1 / largest : 1;
    }

    // Losses are squares, which the sum over a set must not bring out of float64 either.
    private static void CheckSize(double[,] targets)
    {
        ArgumentNullException.ThrowIfNull(targets);
        for (var c = 0; c < targets.GetLength(1); c++)
            if (TargetScale.Largest(targets, c) is var l and > 0 && l is < 1e-120 or (> 1e120 and < double.PositiveInfinity))
                throw new ArgumentException(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"The largest target of a column must lie between 1e-120 and 1e120 in size, or all must be 0, since losses are "
                            + $"squares, but that of column {c} was {l:G3}; multiply the targets by a constant."
                    ),
                    nameof(targets)
                );
    }

    private static void CheckStart(double[,] start, double[,] goal)
    {
        if (start.GetLength(0) != goal.GetLength(0) || start.GetLength(1) != goal.GetLength(1))
            throw new ArgumentException(
                $"A start must have the shape ({goal.GetLength(0)}, {goal.GetLength(1)}), but had "
                    + $"({start.GetLength(0)}, {start.GetLength(1)}).",
                nameof(start)
            );
        foreach (var value in start)
            if (!double.IsFinite(value))
                throw new ArgumentException(FormattableString.Invariant($"A start must be finite, but held {value}."), nameof(start));
    }
}
