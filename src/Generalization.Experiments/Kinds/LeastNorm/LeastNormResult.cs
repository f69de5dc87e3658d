using System.Collections.Immutable;
using System.Text.Json;
using Generalization.Data;
using Generalization.Kernels.Features;
using Generalization.Kernels.LeastNorm;
using Generalization.Kernels.Points;
using Generalization.Kernels.Regression;
using Generalization.Learning;

namespace Generalization.Experiments.Kinds.LeastNorm;

/// <summary>Which exact solution (interpolant) gradient descent and SGD reach on a linear problem with fewer points than dimensions.
/// Source: section 5.</summary>
/// <param name="N">n.</param>
/// <param name="D">d.</param>
/// <param name="TestCount">The number of test images.</param>
/// <param name="Interpolants">X⁺Y, and where each way ends.</param>
/// <param name="Hessian">The Hessian.</param>
/// <param name="Features">The norm and the error of the interpolant of least norm on pixels and on features.</param>
public sealed record LeastNormResult(
    int N,
    int D,
    int TestCount,
    ImmutableArray<InterpolantResult> Interpolants,
    HessianResult Hessian,
    ImmutableArray<FeatureNormResult> Features
) : KindResult
{
    private static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase, WriteIndented = true };

    /// <summary>Describes the ways and where they end.</summary>
    /// <param name="data">The images.</param>
    /// <param name="least">X⁺Y on pixels.</param>
    /// <param name="paths">The ways and their names.</param>
    /// <param name="hessian">The Hessian.</param>
    /// <param name="features">Other features that an interpolant of least norm is computed of.</param>
    public static LeastNormResult Of(
        TrainTestData data,
        MinimumNormSolution least,
        IReadOnlyList<(string Name, LeastSquaresPath Path)> paths,
        LeastSquaresHessian hessian,
        params IReadOnlyList<FeatureMap> features
    )
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(least);
        ArgumentNullException.ThrowIfNull(paths);
        ArgumentNullException.ThrowIfNull(hessian);
        ArgumentNullException.ThrowIfNull(features);
        using var train = PointSet.Of(data.Train);
        using var test = PointSet.Of(data.Test);
        double LossOf(double[,] w)
        {
            var (outputs, targets) = (MinimumNorm.Predict(train, w), data.Train.OneHot());
            var sum = 0.0;
            for (var i = 0; i < train.Count; i++)
            for (var c = 0; c < targets.GetLength(1); c++)
                sum += (outputs[i, c] - targets[i, c]) * (outputs[i, c] - targets[i, c]);
            return sum / (2 * train.Count);
        }

        InterpolantResult Describe(string name, int? epochs, double loss, double norm, double distance, double[,] w) =>
            new(
                name,
                epochs,
                loss,
                norm,
                distance,
                Classification.Errors(MinimumNorm.Predict(train, w), data.Train.Labels),
                Classification.Errors(MinimumNorm.Predict(test, w), data.Test.Labels)
            );
        return new LeastNormResult(
            train.Count,
            train.Dimension,
            test.Count,
            [
                Describe("least norm", null, LossOf(least.Coefficients), least.Norm, 0, least.Coefficients),
                .. paths.Select(p =>
                    Describe(
                        p.Name,
                        p.Path.Points[^1].Epoch,
                        p.Path.Points[^1].Loss,
                        p.Path.Points[^1].Norm,
                        p.Path.Points[^1].Distance,
                        p.Path.Coefficients
                    )
                ),
            ],
            new HessianResult(train.Dimension, hessian.Rank, hessian.Eigenvalues[0], hessian.Eigenvalues[hessian.Rank - 1]),
            [
                new FeatureNormResult(
                    "pixels",
                    train.Dimension,
                    least.Norm,
                    Classification.Errors(MinimumNorm.Predict(test, least.Coefficients), data.Test.Labels)
                ),
                .. features.Select(f => OnFeatures(data, f)),
            ]
        );
    }

    /// <summary>The result as JSON.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, Json);

    private static FeatureNormResult OnFeatures(TrainTestData data, FeatureMap features)
    {
        using var train = PointSet.OfFeatures(features, data.Train);
        using var test = PointSet.OfFeatures(features, data.Test);
        var least = MinimumNorm.Solve(train, data.Train.OneHot());
        return new FeatureNormResult(
            features.Name,
            train.Dimension,
            least.Norm,
            Classification.Errors(MinimumNorm.Predict(test, least.Coefficients), data.Test.Labels)
        );
    }
}
