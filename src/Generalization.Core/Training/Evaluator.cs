using Generalization.Inputs;
using Generalization.Torch;
using Generalization.Training.History;
using static TorchSharp.torch;

namespace Generalization.Training;

internal static class Evaluator
{
    private const int ImagesAtOnce = 1000;

    public static (Evaluation Overall, (double? Clean, double? Changed) Subsets) Evaluate(
        nn.Module<Tensor, Tensor> network,
        ITrainingImages data,
        SubsetMask? mask,
        Precision precision,
        CancellationToken token
    )
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        network.eval();
        var loss = zeros([], ScalarType.Float64, data.Labels.device);
        var correct = zeros(data.Count, ScalarType.Bool, data.Labels.device); // (N)
        for (var first = 0; first < data.Count; first += ImagesAtOnce)
        {
            token.ThrowIfCancellationRequested();
            using var batchScope = NewDisposeScope();
            var count = Math.Min(ImagesAtOnce, data.Count - first);
            var labels = data.Labels.narrow(0, first, count);
            var outputs = ForwardPass.Run(network, data.Range(first, count), precision); // (n, k)
            loss.PlusInPlace(nn.functional.cross_entropy(outputs, labels, reduction: nn.Reduction.Sum).to(ScalarType.Float64));
            correct.narrow(0, first, count).copy_(outputs.argmax(1).eq(labels));
        }

        var overall = new Evaluation(loss.item<double>() / data.Count, correct.sum().item<long>() / (double)data.Count);
        if (mask is null)
            return (overall, (null, null));
        var (_, clean, changed) = mask.Split(correct);
        return (overall, (clean, changed));
    }

    public static void CheckOutput(nn.Module<Tensor, Tensor> network, ITrainingImages data, Precision precision)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        network.eval();
        var shape = ForwardPass.Run(network, data.Range(0, 1), precision).shape;
        if (shape.Length != 2 || shape[1] != data.ClassCount)
            throw new ArgumentException(
                $"The network must give (n, {data.ClassCount}), one output for each "
                    + $"class, but gave ({string.Join(", ", shape)}) "
                    + "for one image.",
                nameof(network)
            );
    }
}
