using Generalization.Torch;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Generalization.Models.Structure;

/// <summary>A learned linear map with a shift: a linear layer or a convolution.</summary>
/// <param name="Name">The module's name.</param>
/// <param name="Weight">(outputs, …); the module's.</param>
/// <param name="Bias">(outputs); the module's; null where there is none.</param>
/// <param name="Map">The linear map of an input with weights of any floating-point type, without the shift.</param>
public sealed record AffinePart(string Name, Tensor Weight, Tensor? Bias, Func<Tensor, Tensor, Tensor> Map) : NetworkPart(Name)
{
    /// <summary>A linear layer: x Wᵀ + b.</summary>
    /// <param name="name">The module's name.</param>
    /// <param name="layer">The layer.</param>
    public static AffinePart Of(string name, Linear layer)
    {
        ArgumentNullException.ThrowIfNull(layer);
        return new(name, layer.weight!, layer.bias, (x, w) => nn.functional.linear(x, w));
    }

    /// <summary>A convolution with zeros around the image.</summary>
    /// <param name="name">The module's name.</param>
    /// <param name="layer">The convolution.</param>
    /// <param name="pad">Adds zeros to the input before the convolution adds its own. Default: null, it does not.</param>
    /// <exception cref="ArgumentException">The convolution pads with something else than zeros, or by a word.</exception>
    public static AffinePart Of(string name, Conv2d layer, Func<Tensor, Tensor>? pad = null)
    {
        ArgumentNullException.ThrowIfNull(layer);
        if (layer.padding_mode != PaddingModes.Zeros || layer.padding_type is not null)
            throw new ArgumentException(
                $"The convolution {name} must pad by a number of zeros, but its padding is "
                    + $"{layer.padding_type?.ToString() ?? "numbers"} of "
                    + $"the mode {layer.padding_mode}; give numbers, or implement {nameof(IReadableModule)}.",
                nameof(layer)
            );
        // Read once: what a layer convolves with cannot change.
        var (stride, padding, dilation, groups) = (layer.stride, layer.padding, layer.dilation, layer.groups);
        return new(
            name,
            layer.weight!,
            layer.bias,
            (x, w) => nn.functional.conv2d(pad is null ? x : pad(x), w, null, stride, padding, dilation, groups)
        );
    }

    /// <inheritdoc/>
    public override Tensor Apply(Tensor input)
    {
        ArgumentNullException.ThrowIfNull(input);
        var mapped = Map(input, Weight);
        return Bias is null ? mapped : mapped.Plus(OfChannels(Bias, mapped));
    }

    /// <summary>A value for each channel in a shape that fits (n, C, H, W) or (n, C).</summary>
    internal static Tensor OfChannels(Tensor values, Tensor output) => output.dim() == 4 ? values.reshape(1, -1, 1, 1) : values;
}
