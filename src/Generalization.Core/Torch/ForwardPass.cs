using Generalization.Identity;
using static TorchSharp.torch;

namespace Generalization.Torch;

/// <summary>A network's forward pass in a precision, for the trainer, its evaluations and your own steps.</summary>
public static class ForwardPass
{
    /// <summary>A network's outputs.</summary>
    /// <param name="network">The network; its mode is left as it is.</param>
    /// <param name="inputs">(n, …), float32.</param>
    /// <param name="precision">What it convolves and multiplies in.</param>
    /// <returns>(n, k), float32, in the caller's dispose scope.</returns>
    /// <exception cref="FaultyPartException">The network gives null, another number of rows than inputs, or no dense real numbers; or
    /// disposes of its inputs.</exception>
    /// <exception cref="PlatformNotSupportedException">This platform's libtorch has no bfloat16 switch under a known name.</exception>
    public static Tensor Run(nn.Module<Tensor, Tensor> network, Tensor inputs, Precision precision)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(inputs);
        using var autocast = Autocast.For(precision, inputs.device);
        var count = inputs.shape[0];
        var outputs = Call(network, inputs) ?? throw new FaultyPartException("The network must give a tensor, but gave null.");
        Check(outputs, count);
        return outputs.to(ScalarType.Float32);
    }

    private static Tensor? Call(nn.Module<Tensor, Tensor> network, Tensor inputs)
    {
        const string disposed =
            "The network must leave its inputs as they are, but disposed of them; dispose only of what the network makes itself.";
        Tensor? outputs;
        try
        {
            outputs = network.call(inputs);
        }
        catch (InvalidOperationException e) when (inputs.IsInvalid)
        {
            throw new FaultyPartException(disposed, e);
        }

        return inputs.IsInvalid ? throw new FaultyPartException(disposed) : outputs;
    }

    private static void Check(Tensor outputs, long count)
    {
        var shape = outputs.shape;
        if (shape.Length == 0 || shape[0] != count)
            throw new FaultyPartException(
                $"The network must give one row for each input, but gave ({string.Join(", ", shape)}) for {count}."
            );
        if (outputs.is_sparse || outputs.is_complex())
            throw new FaultyPartException(
                $"The network must give dense real numbers, but gave {(outputs.is_sparse ? "a sparse tensor" : "complex ones")}."
            );
    }
}
