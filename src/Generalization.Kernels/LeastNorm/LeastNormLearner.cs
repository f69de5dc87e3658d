using Generalization.Data;
using Generalization.Kernels.Features;
using Generalization.Kernels.Points;
using Generalization.Learning;

namespace Generalization.Kernels.LeastNorm;

/// <summary>The linear interpolant of least norm as a learner: W = X⁺Y on pixels / 255, raw vectors or features, Y one column for each
/// class.</summary>
/// <remarks>One decomposition serves all labelings of <see cref="FitAll"/>. It draws nothing. Source: section 5.</remarks>
public sealed record LeastNormLearner : IHatTrace
{
    /// <summary>Makes the features that are combined linearly, from the training set and the seed. Default: null, the pixels.</summary>
    public Func<Dataset, ulong, CancellationToken, FeatureMap>? Features { get; init; }

    /// <inheritdoc/>
    public string Name => "least-norm";

    /// <inheritdoc/>
    public IPredictor Fit(Dataset train, ulong seed, IProgress<LearningProgress>? progress = null, CancellationToken token = default)
    {
        ArgumentNullException.ThrowIfNull(train);
        return FitAll([train], seed, progress, token)[0];
    }

    /// <inheritdoc/>
    public IReadOnlyList<IPredictor> FitAll(
        IReadOnlyList<Dataset> labelings,
        ulong seed,
        IProgress<LearningProgress>? progress = null,
        CancellationToken token = default
    ) => FitAllWithTrace(labelings, seed, progress, token).Predictors;

    /// <inheritdoc/>
    /// <remarks>H = X X⁺ projects on the columns of X, so that tr(H) is X's rank.</remarks>
    public TracedFits FitAllWithTrace(
        IReadOnlyList<Dataset> labelings,
        ulong seed,
        IProgress<LearningProgress>? progress = null,
        CancellationToken token = default
    )
    {
        Labelings.Check(labelings);
        token.ThrowIfCancellationRequested();
        var train = labelings[0];
        var features = Features?.Invoke(train, seed, token);
        using var points = PointSet.Of(features, train, token: token);
        var solution = MinimumNorm.Solve(points, OneHot(labelings));
        return new(
            [.. labelings.Select((_, i) => Predictor(features, train.Shape, Columns(solution, i, train.ClassCount)))],
            solution.Rank
        );
    }

    private static FunctionPredictor Predictor(FeatureMap? features, ImageShape images, double[,] coefficients) =>
        new(
            coefficients.GetLength(1),
            (data, stop) =>
            {
                FittedShape.Check(data, images);
                using var points = PointSet.Of(features, data, token: stop);
                return MinimumNorm.Predict(points, coefficients);
            }
        );

    private static double[,] Columns(MinimumNormSolution solution, int labeling, int width)
    {
        var part = new double[solution.Coefficients.GetLength(0), width];
        for (var i = 0; i < part.GetLength(0); i++)
        for (var c = 0; c < width; c++)
            part[i, c] = solution.Coefficients[i, labeling * width + c];
        return part;
    }

    private static double[,] OneHot(IReadOnlyList<Dataset> labelings)
    {
        var (count, width) = (labelings[0].Count, labelings[0].ClassCount);
        var targets = new double[count, width * labelings.Count];
        for (var l = 0; l < labelings.Count; l++)
        for (var i = 0; i < count; i++)
            targets[i, l * width + labelings[l].Labels[i]] = 1;
        return targets;
    }
}
