using Generalization.Torch;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Generalization.Models.Structure;

/// <summary>A batch normalization in evaluation: y = scale · x + shift for each channel, which folds into the layer before it.</summary>
/// <param name="Name">The module's name.</param>
/// <param name="Statistics">Gives scale and shift, (C) each, as the running averages are now; in the caller's dispose scope.</param>
public sealed record NormalizationPart(string Name, Func<(Tensor Scale, Tensor Shift)> Statistics) : NetworkPart(Name)
{
    /// <summary>torch's batch normalization: scale = γ / √(running variance + ε), shift = β − scale · running mean.</summary>
    /// <param name="name">The module's name.</param>
    /// <param name="layer">The normalization.</param>
    /// <exception cref="ArgumentException">It keeps no running averages, so that it normalizes by the batch in evaluation too.</exception>
    public static NormalizationPart Of(string name, NormBase layer)
    {
        ArgumentNullException.ThrowIfNull(layer);
        if (!layer.track_running_stats)
            throw new ArgumentException(
                $"The normalization {name} must keep running averages to be folded into the layer before it, but keeps none; make it with "
                    + "track_running_stats.",
                nameof(layer)
            );
        return new(name, () => Folded(layer.running_mean!, layer.running_var!, layer.eps, layer.weight, layer.bias));
    }

    /// <summary>Scale and shift of running averages.</summary>
    /// <param name="mean">The running mean, (C).</param>
    /// <param name="variance">The running variance, (C).</param>
    /// <param name="epsilon">ε.</param>
    /// <param name="scale">γ, (C); null for ones.</param>
    /// <param name="shift">β, (C); null for zeros.</param>
    /// <returns>(C) each, in the caller's dispose scope.</returns>
    public static (Tensor Scale, Tensor Shift) Folded(Tensor mean, Tensor variance, double epsilon, Tensor? scale, Tensor? shift)
    {
        ArgumentNullException.ThrowIfNull(mean);
        ArgumentNullException.ThrowIfNull(variance);
        var factor = variance.Plus(epsilon).rsqrt();
        if (scale is not null)
            factor = factor.mul(scale);
        var moved = mean.mul(factor).neg();
        return (factor, shift is null ? moved : moved.Plus(shift));
    }

    /// <inheritdoc/>
    public override Tensor Apply(Tensor input)
    {
        ArgumentNullException.ThrowIfNull(input);
        var (scale, shift) = Statistics();
        return input.mul(AffinePart.OfChannels(scale, input)).Plus(AffinePart.OfChannels(shift, input));
    }
}
