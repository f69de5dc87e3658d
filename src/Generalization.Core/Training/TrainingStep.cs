using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Generalization.Training;

/// <summary>One update of a network from one batch; apart from the loop, so that precision or where gradients come from can change.</summary>
public interface ITrainingStep : IDisposable
{
    /// <summary>Does one update without reading anything back from the device.</summary>
    /// <param name="inputs">(n, …), float32.</param>
    /// <param name="labels">(n), int64.</param>
    /// <param name="learningRate">η.</param>
    /// <returns>The mean loss, a scalar, and the outputs (n, k) before the update, both in the caller's dispose scope.</returns>
    (Tensor Loss, Tensor Outputs) Run(Tensor inputs, Tensor labels, double learningRate);
}

/// <summary>Softmax cross-entropy and stochastic gradient descent with momentum.</summary>
internal sealed class SgdStep(nn.Module<Tensor, Tensor> network, TrainingOptions options) : ITrainingStep
{
    private readonly SGD optimizer = Optimizer(network, options);

    public (Tensor Loss, Tensor Outputs) Run(Tensor inputs, Tensor labels, double learningRate)
    {
        foreach (var group in optimizer.ParamGroups) group.LearningRate = learningRate;
        optimizer.zero_grad();
        var outputs = network.call(inputs);                                  // (n, k)
        var loss = nn.functional.cross_entropy(outputs, labels);
        loss.backward();
        optimizer.step();
        return (loss.detach(), outputs.detach());
    }

    public void Dispose() => optimizer.Dispose();

    private static SGD Optimizer(nn.Module<Tensor, Tensor> network, TrainingOptions options)
    {
        var rate = options.Schedule.At(0);
        SGD.ParamGroup[] groups = [.. network.parameters()
            .GroupBy(p => options.WeightDecayOn == DecayedParameters.All || p.dim() >= 2)
            .Select(g => new SGD.ParamGroup(g, rate, options.Momentum, weight_decay: g.Key ? options.WeightDecay : 0))];
        return optim.SGD(groups, rate, options.Momentum, weight_decay: options.WeightDecay);
    }
}
