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
/// <param name="auxiliaryWeight">What the loss of an <see cref="IAuxiliaryOutput"/> is multiplied by where it is added, at least 0; what is
/// given as the loss stays the main head's. Default: 0.4.</param>
/// <exception cref="ArgumentOutOfRangeException">The weight is negative or not finite.</exception>
public sealed class BackwardPass(
    nn.Module<Tensor, Tensor> network,
    Loss loss,
    Precision precision = Precision.Float32,
    double auxiliaryWeight = BackwardPass.UsualAuxiliaryWeight
) : IGradientSource
{
    internal const double UsualAuxiliaryWeight = 0.4;

    private readonly double auxiliaryWeight =
        auxiliaryWeight >= 0 && double.IsFinite(auxiliaryWeight)
            ? auxiliaryWeight
            : throw new ArgumentOutOfRangeException(
                nameof(auxiliaryWeight),
                FormattableString.Invariant($"The auxiliary weight must be at least 0 and finite, but was {auxiliaryWeight}.")
            );
    private readonly Loss loss = loss ?? throw new ArgumentNullException(nameof(loss));
    private readonly nn.Module<Tensor, Tensor> network = network ?? throw new ArgumentNullException(nameof(network));
    private readonly Parameter[] parameters = [.. network.parameters().Where(p => p.requires_grad)];
    private bool isFirst = true;

    /// <inheritdoc/>
    /// <exception cref="FaultyPartException">A part of the caller's does not do what it must, or the loss depends on parameters that the
    /// network does not know of.</exception>
    public (Tensor Loss, Tensor Outputs) Compute(Batch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        // Without one, the backward pass hands its own buffer over, where it would add to zeros.
        foreach (var parameter in parameters)
            parameter.grad = null;
        var unknown = isFirst ? Unknown() : [];
        isFirst = false;
        var outputs = CallersPart.Run("network", () => ForwardPass.Run(network, batch.Inputs, precision)); // (n, k)
        var value = Mean(outputs, batch);
        CallersPart.Run(
            "network's backward pass",
            () =>
            {
                var whole = WithAuxiliary(value, batch);
                whole.backward();
                return whole;
            }
        );
        CheckReached(unknown);
        return (value.detach(), outputs.detach());
    }

    // A gradient that was there before says nothing of this loss: another training may have left it.
    private (string Field, Parameter Parameter)[] Unknown() =>
        [
            .. from part in UnregisteredParts.Of(network)
            from parameter in part.Trainable
            where !HasGradient(parameter)
            select (part.Field, parameter),
        ];

    private static void CheckReached((string Field, Parameter Parameter)[] unknown)
    {
        if (Array.Find(unknown, u => HasGradient(u.Parameter)) is { Field: { } field })
            throw new FaultyPartException(
                $"Each parameter that the loss depends on must be registered, but {field} has one that is not, and would be neither "
                    + "trained nor kept: RegisterComponents looks at single fields alone; use ModuleList or register_module, or set "
                    + "requires_grad to false where it is not to learn."
            );
    }

    private static bool HasGradient(Parameter parameter)
    {
        using var gradient = parameter.grad;
        return gradient is not null;
    }

    // What is reported is the main head's loss, so that it can be compared with that of an evaluation.
    private Tensor WithAuxiliary(Tensor value, Batch batch)
    {
        using var said = (network as IAuxiliaryOutput)?.TakeAuxiliaryOutput();
        if (said is null || auxiliaryWeight == 0)
            return value;
        using var real = said.to(ScalarType.Float32);
        var other = Mean(real, batch);
        return value.Plus(other, auxiliaryWeight);
    }

    private Tensor Mean(Tensor outputs, Batch batch)
    {
        var value = CallersPart.Run($"loss {loss.GetType().Name}", () => loss.Mean(outputs, batch));
        if (value.numel() != 1)
            throw new FaultyPartException(
                $"A batch's loss must be one number, but {loss.GetType().Name} gave ({string.Join(", ", value.shape)}); give the mean."
            );
        if (!value.requires_grad && !is_grad_enabled())
            throw new FaultyPartException(
                "The loss must have a gradient, but gradients are switched off where the training runs, by no_grad or inference_mode; end "
                    + "that before the training."
            );
        if (!value.requires_grad)
            throw new FaultyPartException(
                "The loss must depend on the network's parameters, but has no gradient: the network's output or the loss was detached, "
                    + "rounded or converted to integers; remove that."
            );
        return value;
    }

    /// <summary>"backward pass".</summary>
    public string Describe() => "backward pass";

    /// <summary>Does nothing: network and gradients stay the caller's.</summary>
    public void Dispose() { }
}
