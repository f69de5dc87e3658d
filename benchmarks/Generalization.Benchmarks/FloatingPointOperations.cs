using Generalization.Data;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Generalization.Benchmarks;

/// <summary>Counts the floating-point operations of a training step in the layers that multiply matrices.</summary>
internal static class FloatingPointOperations
{
    /// <summary>Operations of one image: two for each multiplication of the forward pass, and as many again for the weights' and the
    /// inputs' gradients, of which the first layer's is not computed.</summary>
    public static double OfStep(nn.Module<Tensor, Tensor> network, ImageShape input)
    {
        var forward = new List<double>();
        var remove = new List<Action>();
        foreach (var module in network.modules())
            switch (module)
            {
                case Linear linear:
                    remove.Add(linear.register_forward_hook((_, _, output) => Count(2.0 * linear.weight.numel(), output)).remove);
                    break;
                case Conv2d convolution:
                    remove.Add(
                        convolution
                            .register_forward_hook(
                                (_, _, output) => Count(2.0 * convolution.weight.numel() * output.shape[2] * output.shape[3], output)
                            )
                            .remove
                    );
                    break;
            }

        using var scope = NewDisposeScope();
        using (no_grad())
            network.call(zeros(1, input.Channels, input.Height, input.Width));
        remove.ForEach(r => r());
        return 3 * forward.Sum() - forward[0];

        Tensor Count(double operations, Tensor output)
        {
            forward.Add(operations);
            return output;
        }
    }
}
