using Generalization.Inputs;
using Generalization.Torch;
using Generalization.Training;
using Generalization.Training.History;
using static TorchSharp.torch;

namespace Generalization.Distributed.Workers;

/// <summary>Loss and accuracy of a network on a set, in evaluation mode.</summary>
public static class NetworkEvaluation
{
    /// <summary>Evaluates.</summary>
    /// <param name="network">The network.</param>
    /// <param name="data">The set.</param>
    /// <param name="options">Loss and precision.</param>
    /// <param name="imagesAtOnce">How many images go through the network at once, at least 1.</param>
    /// <param name="token">Ends it early.</param>
    public static Evaluation Of(
        nn.Module<Tensor, Tensor> network,
        IBatchSource data,
        TrainingOptions options,
        int imagesAtOnce,
        CancellationToken token = default
    )
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(options);
        using var noGrad = no_grad();
        network.eval();
        var (loss, correct) = (0.0, 0L);
        foreach (var batch in data.InOrder(imagesAtOnce, token))
            using (batch)
            {
                using var scope = NewDisposeScope();
                // A batch may be a view of the data, which the network may change in place.
                var outputs = ForwardPass.Run(network, batch.Inputs.clone(), options.Precision); // (n, k)
                loss += options.Loss.Sum(outputs, batch).to(ScalarType.Float64).item<double>();
                if (batch.Targets is null)
                    correct += outputs.argmax(1).eq(batch.Labels).sum().item<long>();
            }

        return new Evaluation(loss / data.Count, data.TargetCount is null ? (double)correct / data.Count : double.NaN);
    }
}
