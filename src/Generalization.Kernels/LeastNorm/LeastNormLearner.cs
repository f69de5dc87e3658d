using Generalization.Data;
using Generalization.Kernels.Features;
using Generalization.Kernels.Points;
using Generalization.Learning;

namespace Generalization.Kernels.LeastNorm;

/// <summary>The linear interpolant of least norm as a learner: W = X⁺Y on pixels / 255, raw vectors or features, Y one column for each
/// class.</summary>
/// <remarks>It draws nothing. Source: section 5.</remarks>
public sealed record LeastNormLearner : ILearner
{
    /// <summary>Makes the features that are combined linearly, from the training set and the seed. Default: null, the pixels.</summary>
    public Func<Dataset, ulong, CancellationToken, FeatureMap>? Features { get; init; }

    /// <inheritdoc/>
    public string Name => "least-norm";

    /// <inheritdoc/>
    public IPredictor Fit(Dataset train, ulong seed, IProgress<LearningProgress>? progress = null, CancellationToken token = default)
    {
        ArgumentNullException.ThrowIfNull(train);
        var features = Features?.Invoke(train, seed, token);
        using var points = PointSet.Of(features, train, token: token);
        var solution = MinimumNorm.Solve(points, OneHot(train));
        return new FunctionPredictor(train.ClassCount, (data, stop) => Predict(features, solution, data, stop));
    }

    private static double[,] Predict(FeatureMap? features, MinimumNormSolution solution, Dataset data, CancellationToken token)
    {
        using var points = PointSet.Of(features, data, token: token);
        return MinimumNorm.Predict(points, solution.Coefficients);
    }

    private static double[,] OneHot(Dataset train)
    {
        var targets = new double[train.Count, train.ClassCount];
        for (var i = 0; i < train.Count; i++)
            targets[i, train.Labels[i]] = 1;
        return targets;
    }
}
