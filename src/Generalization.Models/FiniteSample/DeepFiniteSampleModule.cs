using Generalization.Torch;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Generalization.Models.FiniteSample;

/// <summary>A <see cref="DeepFiniteSampleNetwork"/> as a module: a feed-forward ReLU network that stores only its free weights.</summary>
/// <remarks>Input (m, d) or (m, …) of d values each, any type; output (m, c), float64. A hidden layer takes m · width numbers: pass rows in
/// batches.</remarks>
public sealed class DeepFiniteSampleModule : nn.Module<Tensor, Tensor>
{
    private readonly int carrying;
    private readonly Parameter direction,
        offset;
    private readonly Parameter? shift;
    private readonly Parameter[] thresholds,
        weights;

    internal DeepFiniteSampleModule(int hidden, double[] direction, double offset, double[] shift, DeepBlock[] blocks)
        : base(nameof(DeepFiniteSampleModule))
    {
        carrying = hidden - blocks.Length;
        register_parameter("direction", this.direction = FiniteSampleParameter.Of(direction, [direction.Length, 1]));
        register_parameter("offset", this.offset = FiniteSampleParameter.Of([offset], [1]));
        if (shift.Length > 0)
            register_parameter("shift", this.shift = FiniteSampleParameter.Of(shift, [shift.Length]));
        (thresholds, weights) = (new Parameter[blocks.Length], new Parameter[blocks.Length]);
        for (var i = 0; i < blocks.Length; i++)
        {
            // The very first threshold is 0 and its unit is x.
            var free = i == 0 ? blocks[i].Thresholds[1..] : blocks[i].Thresholds;
            register_parameter($"thresholds{i + 1}", thresholds[i] = FiniteSampleParameter.Of(free, [free.Length]));
            var units = blocks[i].Thresholds.Length;
            register_parameter(
                $"weights{i + 1}",
                weights[i] = FiniteSampleParameter.Of(blocks[i].Weights, [units, blocks[i].Weights.Length / units])
            );
        }
    }

    /// <inheritdoc/>
    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        var x = nn.functional.relu(input.flatten(1).to(ScalarType.Float64).matmul(direction) - offset); // (m, 1)
        for (var i = 0; i < carrying; i++)
            x = nn.functional.relu(x);
        var sum = cat([x, nn.functional.relu(x - thresholds[0])], 1).matmul(weights[0]); // (m, c)
        if (shift is not null)
            sum = sum.Plus(shift);
        for (var i = 1; i < thresholds.Length; i++)
        {
            // One hidden layer: the thresholds' units, and the sum and x, which are not negative and pass unchanged.
            var (units, carried) = (nn.functional.relu(x - thresholds[i]), nn.functional.relu(sum));
            x = nn.functional.relu(x);
            sum = carried.Plus(units.matmul(weights[i]));
        }

        return (shift is null ? sum.alias() : sum - shift).MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            foreach (var parameter in (Parameter[])[direction, offset, .. thresholds, .. weights])
                parameter.Dispose();
            shift?.Dispose();
        }

        base.Dispose(disposing);
    }
}
