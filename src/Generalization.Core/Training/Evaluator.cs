using System.Collections.Immutable;
using Generalization.Identity;
using Generalization.Inputs;
using Generalization.Torch;
using Generalization.Training.History;
using static TorchSharp.torch;

namespace Generalization.Training;

/// <summary>Loss, accuracy and metrics of a training's network, in evaluation mode and with the averaged weights where there are
/// some.</summary>
internal sealed class Evaluator(TrainingParts parts)
{
    public EvaluationResult Train(CancellationToken token) => Evaluate(parts.Train, parts.Changed, token);

    /// <summary>Null where there is no test set.</summary>
    public EvaluationResult? Test(CancellationToken token) => parts.Test is null ? null : Evaluate(parts.Test, null, token);

    /// <summary>Null where no images are held out.</summary>
    public EvaluationResult? Validation(CancellationToken token) =>
        parts.Validation is null ? null : Evaluate(parts.Validation, null, token);

    private EvaluationResult Evaluate(IBatchSource data, SubsetMask? mask, CancellationToken token) =>
        parts.Average is null ? OfNetwork(data, mask, token) : parts.Average.With(() => OfNetwork(data, mask, token));

    private EvaluationResult OfNetwork(IBatchSource data, SubsetMask? mask, CancellationToken token)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        var (network, options) = (parts.Network, parts.Options);
        network.eval();
        var loss = zeros([], ScalarType.Float64, data.Device);
        var correct = zeros(data.Count, ScalarType.Bool, data.Device); // (N)
        var classes = zeros(data.Count, ScalarType.Int32, data.Device); // (N)
        var metrics = options.Metrics.Select(_ => zeros([], ScalarType.Float64, data.Device)).ToArray();
        var first = 0;
        foreach (var batch in data.InOrder(EvaluationBatch.SizeOf(parts.Input), token))
            using (batch)
            {
                using var batchScope = NewDisposeScope();
                var outputs = CallersPart.Run("network", () => ForwardPass.Run(network, batch.Inputs, options.Precision)); // (n, k)
                loss.PlusInPlace(OneNumber($"loss {options.Loss.GetType().Name}", () => options.Loss.Sum(outputs, batch)));
                if (batch.Targets is null)
                {
                    var largest = outputs.argmax(1);
                    classes.narrow(0, first, batch.Count).copy_(largest);
                    correct.narrow(0, first, batch.Count).copy_(largest.eq(batch.Labels));
                }

                foreach (var (sum, metric) in metrics.Zip(options.Metrics))
                    sum.PlusInPlace(OneNumber($"metric {metric.Name}", () => metric.Sum(outputs, batch)));
                first += batch.Count;
            }

        var accuracy = data.TargetCount is null ? correct.sum().item<long>() / (double)data.Count : double.NaN;
        var overall = new Evaluation(loss.item<double>() / data.Count, accuracy)
        {
            Metrics =
                metrics.Length == 0
                    ? null
                    : options
                        .Metrics.Zip(metrics, (metric, sum) => (metric.Name, Mean: sum.item<double>() / data.Count))
                        .ToImmutableSortedDictionary(m => m.Name, m => m.Mean, StringComparer.Ordinal),
        };
        if (data.TargetCount is not null)
            return new EvaluationResult(overall, null, null, []);
        var (_, clean, changed) = mask?.Split(correct) ?? (0, null, null);
        return new EvaluationResult(overall, clean, changed, classes.cpu().data<int>().ToArray());
    }

    private static Tensor OneNumber(string what, Func<Tensor> run)
    {
        var sum = CallersPart.Run(what, run);
        return sum.numel() == 1
            ? sum.to(ScalarType.Float64).reshape([])
            : throw new FaultyPartException(
                $"The {what} must give one number, its sum over the batch, but gave ({string.Join(", ", sum.shape)})."
            );
    }
}
