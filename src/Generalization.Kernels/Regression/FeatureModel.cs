using System.Collections.Immutable;
using Generalization.Data;
using Generalization.Kernels.Features;
using Generalization.Kernels.Progress;
using Generalization.Kernels.Solvers;
using static TorchSharp.torch;

namespace Generalization.Kernels.Regression;

/// <summary>A linear model of streamed features, f(x) = wᵀφ(x) with w = Φᵀα: predicts any images, block by block, and needs no training
/// image any more.</summary>
/// <remarks>What <see cref="FeatureRegression"/> with a linear kernel found, up to the rounding of features in float32. Sums are float64,
/// over strips of 256 images.</remarks>
public sealed class FeatureModel
{
    private const int StripRows = 256;
    private readonly double[,] weights;

    private FeatureModel(FeatureMap features, double[,] weights) => (Features, this.weights) = (features, weights);

    /// <summary>φ.</summary>
    public FeatureMap Features { get; }

    /// <summary>w, (D, c). Not to be written to.</summary>
    public double[,] Weights => weights;

    /// <summary>c.</summary>
    public int Outputs => weights.GetLength(1);

    /// <summary>‖w‖ over all columns: the solution's norm in the kernel's Hilbert space, computed from w.</summary>
    public double Norm => Math.Sqrt(weights.Cast<double>().Sum(w => w * w));

    /// <summary>The model of any w, such as the least-squares solution of least norm.</summary>
    /// <param name="features">The feature map, D features of an image.</param>
    /// <param name="weights">w, (D, c), which must not change.</param>
    /// <exception cref="ArgumentException">There is not a row of weights for each feature.</exception>
    public static FeatureModel Of(FeatureMap features, double[,] weights)
    {
        ArgumentNullException.ThrowIfNull(features);
        ArgumentNullException.ThrowIfNull(weights);
        return weights.GetLength(0) == features.Dimension
            ? new FeatureModel(features, weights)
            : throw new ArgumentException(
                $"Weights must have a row for each of the {features.Dimension} features, but had {weights.GetLength(0)}.",
                nameof(weights)
            );
    }

    /// <summary>w = Φᵀα of each solution, from one pass over the training images' features, one block in memory at a time.</summary>
    /// <param name="features">The feature map, D features of an image.</param>
    /// <param name="train">The n images that the solutions are of.</param>
    /// <param name="solutions">Solutions for a linear kernel on these features, (n, c) each.</param>
    /// <param name="device">Where to compute. Default: the CPU.</param>
    /// <param name="progress">Hears how far it is, in blocks. Default: none.</param>
    /// <param name="token">Ends the work early.</param>
    /// <returns>A model for each solution.</returns>
    /// <exception cref="ArgumentException">A solution is not of n images.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static ImmutableArray<FeatureModel> Of(
        FeatureMap features,
        Dataset train,
        IReadOnlyList<KernelSolution> solutions,
        Device? device = null,
        IProgress<SolverProgress>? progress = null,
        CancellationToken token = default
    )
    {
        ArgumentNullException.ThrowIfNull(features);
        ArgumentNullException.ThrowIfNull(train);
        ArgumentNullException.ThrowIfNull(solutions);
        foreach (var solution in solutions)
            if (solution.Coefficients.GetLength(0) != train.Count)
                throw new ArgumentException(
                    $"A solution must have a coefficient for each of the {train.Count} images, but had "
                        + $"{solution.Coefficients.GetLength(0)}.",
                    nameof(solutions)
                );
        if (solutions.Count == 0)
            return [];
        using var scope = NewDisposeScope();
        using var none = no_grad();
        var all = cat(solutions.Select(s => TargetMatrix.ToTensor(s.Coefficients, device ?? CPU)).ToArray(), 1); // (n, Σc)
        var sums = zeros([features.Dimension, all.shape[1]], ScalarType.Float64, device); // (D, Σc)
        ForEachBlock(
            features,
            train,
            device,
            progress,
            token,
            (at, width, top, strip) => sums.narrow(0, at, width).addmm_(strip.t(), all.narrow(0, top, strip.shape[0]))
        );
        var models = ImmutableArray.CreateBuilder<FeatureModel>(solutions.Count);
        long first = 0;
        foreach (var solution in solutions)
        {
            var columns = solution.Coefficients.GetLength(1);
            models.Add(new FeatureModel(features, TargetMatrix.ToArray(sums.narrow(1, first, columns))));
            first += columns;
        }

        return models.MoveToImmutable();
    }

    /// <summary>f(x) for any images of the feature map's shape, one block of features at a time.</summary>
    /// <param name="images">m images.</param>
    /// <param name="device">Where to compute. Default: the CPU.</param>
    /// <param name="progress">Hears how far it is, in blocks. Default: none.</param>
    /// <param name="token">Ends the work early.</param>
    /// <returns>(m, c).</returns>
    /// <exception cref="ArgumentException">The images are of another shape.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public double[,] Predict(
        Dataset images,
        Device? device = null,
        IProgress<SolverProgress>? progress = null,
        CancellationToken token = default
    )
    {
        ArgumentNullException.ThrowIfNull(images);
        using var scope = NewDisposeScope();
        using var none = no_grad();
        var w = TargetMatrix.ToTensor(weights, device ?? CPU); // (D, c)
        var outputs = zeros([images.Count, Outputs], ScalarType.Float64, device); // (m, c)
        ForEachBlock(
            Features,
            images,
            device,
            progress,
            token,
            (at, width, top, strip) => outputs.narrow(0, top, strip.shape[0]).addmm_(strip, w.narrow(0, at, width))
        );
        return TargetMatrix.ToArray(outputs);
    }

    // A block's features as float64, some images at a time: the whole block in it would be three times what it takes in float32.
    private static void ForEachBlock(
        FeatureMap features,
        Dataset images,
        Device? device,
        IProgress<SolverProgress>? progress,
        CancellationToken token,
        Action<long, long, long, Tensor> act
    )
    {
        long at = 0;
        for (var block = 0; block < features.BlockCount; block++)
        {
            token.ThrowIfCancellationRequested();
            progress?.Report(new SolverProgress(SolverPhase.Predict, block, features.BlockCount));
            using var scope = NewDisposeScope();
            using var computed = features.Block(block, images, device, token); // (N, w), float32
            var width = computed.shape[1];
            for (long top = 0; top < computed.shape[0]; top += StripRows)
            {
                using var step = NewDisposeScope();
                act(at, width, top, computed.narrow(0, top, Math.Min(StripRows, computed.shape[0] - top)).to(ScalarType.Float64));
            }

            at += width;
        }

        progress?.Report(new SolverProgress(SolverPhase.Predict, features.BlockCount, features.BlockCount));
    }
}
