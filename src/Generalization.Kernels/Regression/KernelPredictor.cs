using Generalization.Data;
using Generalization.Kernels.Features;
using Generalization.Kernels.Points;
using Generalization.Learning;
using static TorchSharp.torch;

namespace Generalization.Kernels.Regression;

/// <summary>A fitted kernel regression as a predictor: f(x) = Σᵢ αᵢ k(x, xᵢ), on pixels or on features, of training points or
/// of other centres.</summary>
public sealed class KernelPredictor : IKernelPredictor
{
    private readonly FeatureMap? features;
    private readonly ImageShape images;
    private readonly Device device;
    private readonly IDisposable points;
    private bool isDisposed;

    internal KernelPredictor(
        KernelModel model,
        KernelFit fit,
        FeatureMap? features,
        ImageShape images,
        Device device,
        IDisposable points
    ) => (Model, Fit, this.features, this.images, this.device, this.points) = (model, fit, features, images, device, points);

    /// <summary>The model, which lives as long as the predictor.</summary>
    public KernelModel Model { get; }

    /// <summary>The solution with its norm, ‖w‖, and what it leaves on the training points.</summary>
    public KernelFit Fit { get; }

    /// <inheritdoc/>
    public int OutputCount => Model.Outputs;

    /// <summary>The largest of several outputs; the sign of one.</summary>
    public DecisionRule Rule => KernelLearner.RuleOf(OutputCount);

    /// <inheritdoc/>
    /// <exception cref="ObjectDisposedException">The predictor was disposed.</exception>
    public double[,] Predict(Dataset data, CancellationToken token = default)
    {
        ObjectDisposedException.ThrowIf(isDisposed, this);
        FittedShape.Check(data, images);
        using var seen = PointSet.Of(features, data, device, token: token);
        return Model.Predict(seen, device, token: token);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        isDisposed = true;
        Model.Dispose();
        points.Dispose();
    }
}
