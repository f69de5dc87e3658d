using Generalization.Data;
using Generalization.Learning;

namespace Generalization.Models.FiniteSample;

/// <summary>The finite-sample construction as a learner: a ReLU network that gives each training example's label as one real
/// number.</summary>
/// <remarks>The seed decides the directions that points are projected on. Source: section 4, Theorem 1 and Corollary 1.</remarks>
/// <param name="Depth">k, with k − 1 hidden ReLU layers: 2 for the network of 2n + d weights, more for a deeper one; at least 2.
/// Default: 2.</param>
/// <exception cref="ArgumentOutOfRangeException">The depth is below 2.</exception>
public sealed record FiniteSampleLearner(int Depth = 2) : ILearner
{
    /// <inheritdoc cref="FiniteSampleLearner(int)" path="/param[@name='Depth']"/>
    public int Depth { get; } =
        Depth >= 2 ? Depth : throw new ArgumentOutOfRangeException(nameof(Depth), $"Depth must be at least 2, but was {Depth}.");

    /// <summary>How the network is constructed. Default: 8 directions, thresholds at 1/8.</summary>
    public FiniteSampleOptions Options { get; init; } = new();

    /// <inheritdoc/>
    public string Name => $"finite-sample-{Depth}";

    /// <inheritdoc/>
    /// <exception cref="ConflictingTargetsException">Two identical examples have different labels.</exception>
    /// <exception cref="ProjectionGapException">Two distinct examples are too near each other in the best direction.</exception>
    public IPredictor Fit(Dataset train, ulong seed, IProgress<LearningProgress>? progress = null, CancellationToken token = default)
    {
        ArgumentNullException.ThrowIfNull(train);
        token.ThrowIfCancellationRequested();
        var points = PointRows.Of(train);
        var targets = new double[train.Count, 1];
        for (var i = 0; i < train.Count; i++)
            targets[i, 0] = train.Labels[i];
        if (Depth == 2)
        {
            var network = FiniteSampleNetwork.Fit(points, targets, seed, Options);
            return new FunctionPredictor(1, (data, _) => network.Evaluate(Points(data, train.Shape, train.Pixels.Scale)));
        }

        var deep = DeepFiniteSampleNetwork.Fit(points, targets, Depth, seed, Options);
        return new FunctionPredictor(1, (data, _) => deep.Evaluate(Points(data, train.Shape, train.Pixels.Scale)));
    }

    // Points are taken as they are stored: on another scale each would lie elsewhere.
    private static PointRows Points(Dataset data, ImageShape shape, PixelScale scale)
    {
        if (data.Shape != shape)
            throw new ArgumentException(
                $"Examples must be of {shape}, which the network was fitted to, but {data.Name} has {data.Shape}.",
                nameof(data)
            );
        if (data.Pixels.Scale != scale)
            throw new ArgumentException(
                $"Examples must be on the scale {scale}, as those that the network was fitted to, but {data.Name} is on "
                    + $"{data.Pixels.Scale}; scale them as the training set was.",
                nameof(data)
            );
        return PointRows.Of(data);
    }
}
