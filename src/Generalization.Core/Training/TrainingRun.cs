using System.Collections.Immutable;
using System.Diagnostics;
using Generalization.Audit;
using Generalization.Data;
using Generalization.Preprocessing;
using Microsoft.Extensions.Logging;
using TorchSharp;
using static TorchSharp.torch;

namespace Generalization.Training;

/// <summary>One training from its first step to its last.</summary>
internal sealed class TrainingRun(
    TrainingOptions options, nn.Module<Tensor, Tensor> network, ITrainingStep update, TrainTestSplit data,
    ITrainingImages train, ITrainingImages test, EpochAudit? audit, Checkpoints? checkpoints, ulong seed, IProgress<TrainingProgress>? progress, ILogger logger)
{
    private const string OfNetwork = "network.", OfStep = "step.", OfAudit = "audit.", StepLosses = "run.stepLosses", FittedSince = "run.fittedSince", Losses = "epoch.losses", Correct = "epoch.correct";
    private static readonly TimeSpan ReadBackEvery = TimeSpan.FromSeconds(1);

    private readonly List<EpochRecord> epochs = [];
    private readonly List<float> stepLosses = [];
    private readonly Stopwatch total = new(), steps = new();
    private readonly SubsetMask changed = SubsetMask.Changed(data.Train);
    // (N): the epoch since which each example has been right whenever its batch came; 0 where it was wrong the last time.
    private readonly Tensor fittedSince = zeros(train.Count, ScalarType.Int32, train.Labels.device);
    private readonly int stepsPerEpoch = StepsPerEpoch(train, options);
    // Of this epoch: (steps), and (N) in the data's order.
    private readonly Tensor losses = zeros(StepsPerEpoch(train, options), device: train.Labels.device);
    private readonly Tensor correct = zeros(train.Count, ScalarType.Bool, train.Labels.device);
    private int epoch = 1, step;
    private double secondsBefore, stepSecondsBefore;

    public TrainingHistory Execute(CancellationToken token)
    {
        Resume();
        total.Start();
        try
        {
            while (epoch <= options.Epochs && !(epochs.Count > 0 && options.StopWhen.Any(rule => rule.IsMet(epochs)))) RunEpoch(token);
        }
        catch (OperationCanceledException)
        {
            steps.Stop();
            Keep();
            throw new TrainingCanceledException(History(), token);
        }

        var history = WithFinalEvaluation();
        Keep();
        return history;
    }

    private double Seconds => secondsBefore + total.Elapsed.TotalSeconds;

    private double StepSeconds => stepSecondsBefore + steps.Elapsed.TotalSeconds;

    private void RunEpoch(CancellationToken token)
    {
        using var scope = NewDisposeScope();
        var orderOnHost = EpochOrder.Of(seed, epoch, train.Count);
        var order = tensor(orderOnHost, device: train.Labels.device);                                  // (N)
        var clock = Stopwatch.StartNew();
        var first = stepLosses.Count;
        network.train();
        steps.Start();
        for (; step < stepsPerEpoch; step++)
        {
            token.ThrowIfCancellationRequested();
            if (checkpoints is { IsDue: true }) Keep();
            using (NewDisposeScope())
            {
                var start = step * options.BatchSize;
                var size = Math.Min(options.BatchSize, train.Count - start);
                var batch = order.narrow(0, start, size);                                               // (n)
                var inputs = train.Batch(batch, orderOnHost.AsSpan(start, size), epoch);                // (n, C, H, W)
                var labels = train.Labels.index_select(0, batch);
                audit?.See(batch, inputs);
                var (loss, outputs) = update.Run(inputs, labels, options.Schedule.At(first + step));
                using var noGrad = no_grad();
                losses.select(0, step).copy_(loss);
                correct.index_copy_(0, batch, outputs.argmax(1).eq(labels));
            }

            if (clock.Elapsed < ReadBackEvery || step == stepsPerEpoch - 1) continue;
            ReadBack(step + 1, first);
            clock.Restart();
        }

        var values = ReadLosses(stepsPerEpoch, first);
        steps.Stop();
        stepLosses.AddRange(values);
        audit?.EndEpoch(epoch);
        fittedSince.copy_(where(correct, where(fittedSince == 0, epoch, fittedSince), 0));
        epochs.Add(Record(values));
        Report(stepsPerEpoch, epochs[^1].OnlineLoss, epochs[^1].OnlineAccuracy, epochs[^1]);
        logger.LogDebug("Epoch {Epoch}: loss {Loss}, online accuracy {Accuracy}", epoch, epochs[^1].OnlineLoss, epochs[^1].OnlineAccuracy);
        (epoch, step) = (epoch + 1, 0);
        losses.zero_();
        correct.zero_();
    }

    private void Keep()
    {
        if (checkpoints is null) return;
        using var scope = NewDisposeScope();
        var tensors = new Dictionary<string, Tensor> { [FittedSince] = fittedSince, [Losses] = losses, [Correct] = correct };
        if (stepLosses.Count > 0) tensors.Add(StepLosses, tensor(stepLosses));
        foreach (var (name, value) in network.state_dict()) tensors.Add(OfNetwork + name, value);
        foreach (var (name, value) in update.State) tensors.Add(OfStep + name, value);
        foreach (var (name, value) in audit?.State ?? []) tensors.Add(OfAudit + name, value);
        checkpoints.Write(tensors, new TrainingState
        {
            Epoch = epoch, Step = step, Epochs = [.. epochs], Seconds = Seconds, StepSeconds = StepSeconds,
            Generators = Generators().ToImmutableSortedDictionary(g => g.Name, g => g.Module.Position, StringComparer.Ordinal),
            AuditCompared = audit?.Compared ?? 0, AuditChanged = audit?.HasChanged ?? false,
        });
    }

    private void Resume()
    {
        if (checkpoints?.Read() is not { } kept) return;
        using var content = kept.Content;
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        var (tensors, state) = (content.Tensors, kept.State);
        foreach (var (name, value) in network.state_dict()) value.copy_(tensors[OfNetwork + name]);
        update.Restore(Part(tensors, OfStep));
        audit?.Restore(Part(tensors, OfAudit), state.AuditCompared, state.AuditChanged, train.Labels.device);
        foreach (var (name, module) in Generators()) module.Position = state.Generators[name];
        fittedSince.copy_(tensors[FittedSince]);
        losses.copy_(tensors[Losses]);
        correct.copy_(tensors[Correct]);
        if (tensors.TryGetValue(StepLosses, out var before)) stepLosses.AddRange(before.data<float>());
        epochs.AddRange(state.Epochs);
        (epoch, step, secondsBefore, stepSecondsBefore) = (state.Epoch, state.Step, state.Seconds, state.StepSeconds);
        logger.LogInformation("Goes on at step {Step} of epoch {Epoch}", step, epoch);
    }

    private IEnumerable<(string Name, IRandomModule Module)> Generators() =>
        network.named_modules().Where(m => m.module is IRandomModule).Select(m => (m.name, (IRandomModule)m.module));

    private static Dictionary<string, Tensor> Part(ImmutableDictionary<string, Tensor> tensors, string prefix) =>
        tensors.Where(t => t.Key.StartsWith(prefix, StringComparison.Ordinal)).ToDictionary(t => t.Key[prefix.Length..], t => t.Value);

    private static int StepsPerEpoch(ITrainingImages train, TrainingOptions options) => (train.Count + options.BatchSize - 1) / options.BatchSize;

    private EpochRecord Record(float[] values)
    {
        var weighted = 0.0;
        for (var s = 0; s < values.Length; s++)
            weighted += values[s] * (double)Math.Min(options.BatchSize, train.Count - s * options.BatchSize);
        var online = changed.Split(correct);
        var evaluateTrain = online.All >= options.EvaluateTrainingFrom || epoch == options.Epochs;
        var evaluateTest = epoch == options.Epochs || (options.EvaluateTestEvery > 0 && epoch % options.EvaluateTestEvery == 0);
        (Evaluation Overall, (double? Clean, double? Changed) Subsets)? trained = evaluateTrain ? Evaluator.Evaluate(network, train, changed, options.Precision) : null;
        var tested = evaluateTest ? Evaluator.Evaluate(network, test, null, options.Precision).Overall : null;
        return new EpochRecord(
            epoch, stepLosses.Count, options.Schedule.At(stepLosses.Count - 1), weighted / train.Count, online.All, online.Clean, online.Changed,
            trained?.Overall.Loss, trained?.Overall.Accuracy, trained?.Subsets.Clean, trained?.Subsets.Changed,
            tested?.Loss, tested?.Accuracy, Seconds);
    }

    private TrainingHistory WithFinalEvaluation()
    {
        // What the last epoch evaluated is still true; the rest is evaluated now.
        var last = epochs.LastOrDefault();
        if (last?.TrainAccuracy is null)
        {
            var now = Evaluator.Evaluate(network, train, changed, options.Precision);
            last = (last ?? Nothing) with
            {
                TrainLoss = now.Overall.Loss, TrainAccuracy = now.Overall.Accuracy,
                CleanSubsetAccuracy = now.Subsets.Clean, CorruptedSubsetAccuracy = now.Subsets.Changed,
            };
        }

        if (last.TestAccuracy is null)
        {
            var now = Evaluator.Evaluate(network, test, null, options.Precision);
            last = last with { TestLoss = now.Overall.Loss, TestAccuracy = now.Overall.Accuracy };
        }

        if (epochs.Count > 0) epochs[^1] = last;
        return History() with
        {
            Train = new Evaluation(last.TrainLoss!.Value, last.TrainAccuracy!.Value),
            Test = new Evaluation(last.TestLoss!.Value, last.TestAccuracy!.Value),
            CleanSubsetAccuracy = last.CleanSubsetAccuracy,
            CorruptedSubsetAccuracy = last.CorruptedSubsetAccuracy,
        };
    }

    private static EpochRecord Nothing { get; } = new(0, 0, 0, 0, 0, null, null, null, null, null, null, null, null, 0);

    private void ReadBack(int done, int first)
    {
        var values = ReadLosses(done, first);
        var seen = Math.Min(train.Count, done * options.BatchSize);
        Report(done, values.Average(), correct.sum().item<long>() / (double)seen, null);
    }

    private float[] ReadLosses(int count, int first)
    {
        using var host = losses.cpu();
        var values = host.data<float>().ToArray()[..count];
        var bad = Array.FindIndex(values, loss => !float.IsFinite(loss));
        if (bad < 0) return values;
        var last = bad > 0 ? values[bad - 1] : stepLosses.Count > 0 ? stepLosses[^1] : (float?)null;
        steps.Stop();
        throw new NonFiniteLossException(first + bad, options.Schedule.At(first + bad), last, History());
    }

    private void Report(int steps, double loss, double accuracy, EpochRecord? finished)
    {
        if (progress is null) return;
        var done = (epoch - 1.0) + (double)steps / stepsPerEpoch;
        var remaining = TimeSpan.FromSeconds(Seconds / done * (options.Epochs - done));
        var images = (epoch - 1L) * train.Count + Math.Min(train.Count, steps * options.BatchSize);
        progress.Report(new TrainingProgress(
            epoch, options.Epochs, steps, stepsPerEpoch, loss, accuracy, images / StepSeconds, remaining, finished));
    }

    private ImmutableArray<int> ReadFittedSince()
    {
        using var host = fittedSince.cpu();
        return [.. host.data<int>()];
    }

    private TrainingHistory History() => new()
    {
        Epochs = [.. epochs],
        StepLosses = [.. stepLosses],
        FittedSince = ReadFittedSince(),
        TrainCount = train.Count,
        ChangedCount = data.Train.ChangedCount,
        TestCount = test.Count,
        ClassCount = data.ClassCount,
        Parameters = network.parameters().Where(p => p.requires_grad).Sum(p => p.numel()),
        Seconds = Seconds,
        ImagesPerSecond = epochs.Count == 0 ? null : (double)epochs.Count * train.Count / StepSeconds,
        Device = train.Labels.device.type.ToString().ToLowerInvariant(),
        Seed = seed,
    };
}
