using Generalization.Identity;
using Generalization.Inputs;
using Generalization.Torch;
using Generalization.Training.Losses;
using Generalization.Training.Updates;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Generalization.Training;

/// <summary>The gradient of a batch's mean loss by this process's own forward and backward pass.</summary>
/// <param name="network">The network, which stays the caller's.</param>
/// <param name="loss">The loss.</param>
/// <param name="precision">What the network convolves and multiplies in. Default: float32.</param>
public sealed class BackwardPass(nn.Module<Tensor, Tensor> network, Loss loss, Precision precision = Precision.Float32) : IGradientSource
{
    private readonly Loss loss = loss ?? throw new ArgumentNullException(nameof(loss));
    private readonly nn.Module<Tensor, Tensor> network = network ?? throw new ArgumentNullException(nameof(network));
    private readonly Parameter[] parameters = [.. network.parameters().Where(p => p.requires_grad)];

    /// <inheritdoc/>
    public (Tensor Loss, Tensor Outputs) Compute(Batch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        // Without one, the backward pass hands its own buffer over, where it would add to zeros.
        foreach (var parameter in parameters)
            parameter.grad = null;
        var outputs = ForwardPass.Run(network, batch.Inputs, precision); // (n, k)
        var value = loss.Mean(outputs, batch);
        Check(value);
        value.backward();
        return (value.detach(), outputs.detach());
    }

    private void Check(Tensor value)
    {
        if (value.numel() != 1)
            throw new FaultyPartException(
                $"A batch's loss must be one number, but {loss.GetType().Name} gave ({string.Join(", ", value.shape)}); give the mean."
            );
        if (!value.requires_grad)
            throw new FaultyPartException(
                "The loss must depend on the network's parameters, but has no gradient: the network's output or the loss was detached, "
                    + "rounded or converted to integers; remove that."
            );
    }

    /// <summary>"backward pass".</summary>
    public string Describe() => "backward pass";

    /// <summary>Does nothing: network and gradients stay the caller's.</summary>
    public void Dispose() { }
}
