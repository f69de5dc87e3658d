using Generalization.Data;
using Generalization.Kernels.Points;
using Generalization.Learning;
using static TorchSharp.torch;

namespace Generalization.Kernels.Regression;

/// <summary>A linear model of streamed features as a predictor; it holds no tensor.</summary>
public sealed class FeaturePredictor : IKernelPredictor
{
    private readonly ImageShape images;
    private readonly Device device;

    internal FeaturePredictor(FeatureModel model, KernelFit fit, ImageShape images, Device device) =>
        (Model, Fit, this.images, this.device) = (model, fit, images, device);

    /// <summary>The model.</summary>
    public FeatureModel Model { get; }

    /// <inheritdoc/>
    public KernelFit Fit { get; }

    /// <inheritdoc/>
    public int OutputCount => Model.Outputs;

    /// <summary>The largest of several outputs; the sign of one.</summary>
    public DecisionRule Rule => KernelLearner.RuleOf(OutputCount);

    /// <inheritdoc/>
    public double[,] Predict(Dataset data, CancellationToken token = default)
    {
        FittedShape.Check(data, images);
        return Model.Predict(data, device, token: token);
    }

    /// <summary>Does nothing.</summary>
    public void Dispose() { }
}
