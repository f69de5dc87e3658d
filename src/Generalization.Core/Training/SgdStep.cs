using System.Collections.Immutable;
using Generalization.Torch;
using Generalization.Training.Updates;
using static TorchSharp.torch;

namespace Generalization.Training;

/// <summary>Softmax cross-entropy and stochastic gradient descent with momentum.</summary>
internal sealed class SgdStep(nn.Module<Tensor, Tensor> network, TrainingOptions options) : ITrainingStep
{
    private readonly SgdUpdate update = new(network, options);

    public IReadOnlyDictionary<string, Tensor> State => update.Velocities;

    public (Tensor Loss, Tensor Outputs) Run(Tensor inputs, Tensor labels, double learningRate)
    {
        update.ForgetGradients();
        var outputs = ForwardPass.Run(network, inputs, options.Precision); // (n, k)
        var loss = nn.functional.cross_entropy(outputs, labels);
        loss.backward();
        update.Run(learningRate);
        return (loss.detach(), outputs.detach());
    }

    public void Restore(IReadOnlyDictionary<string, Tensor> state) => update.Restore(state);

    public void Dispose() => update.Dispose();
}
