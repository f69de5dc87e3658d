using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Generalization.Models.FiniteSample;

/// <summary>A <see cref="FiniteSampleNetwork"/> as a module: projection, thresholds, ReLU, linear read-out.</summary>
/// <remarks>Input (m, d) or (m, …) of d values each, any type; output (m, c), float64. n·c + n + d trainable float64 parameters. The hidden
/// layer takes m · n numbers: pass rows in batches.</remarks>
public sealed class FiniteSampleModule : nn.Module<Tensor, Tensor>
{
    private readonly Parameter direction,
        thresholds,
        weights;

    internal FiniteSampleModule(double[] direction, double[] thresholds, double[] weights, int outputs)
        : base(nameof(FiniteSampleModule))
    {
        this.direction = FiniteSampleParameter.Of(direction, [direction.Length, 1]);
        this.thresholds = FiniteSampleParameter.Of(thresholds, [thresholds.Length]);
        this.weights = FiniteSampleParameter.Of(weights, [thresholds.Length, outputs]);
        register_parameter("direction", this.direction);
        register_parameter("thresholds", this.thresholds);
        register_parameter("weights", this.weights);
    }

    /// <inheritdoc/>
    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        var x = input.flatten(1).to(ScalarType.Float64).matmul(direction); // (m, 1)
        return nn.functional.relu(x - thresholds, inplace: true).matmul(weights).MoveToOuterDisposeScope(); // (m, c)
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
            foreach (var parameter in (Parameter[])[direction, thresholds, weights])
                parameter.Dispose();
        base.Dispose(disposing);
    }
}
