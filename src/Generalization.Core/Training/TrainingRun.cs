using System.Collections.Immutable;
using System.Diagnostics;
using Generalization.Data;
using Generalization.Inputs;
using Generalization.Torch;
using Generalization.Training.Checkpoints;
using Generalization.Training.History;
using Generalization.Training.Observers;
using Microsoft.Extensions.Logging;
using TorchSharp;
using static TorchSharp.torch;

namespace Generalization.Training;

/// <summary>One training from its first step to its last.</summary>
internal sealed class TrainingRun(
    TrainingOptions options,
    nn.Module<Tensor, Tensor> network,
    ITrainingStep update,
    TrainTestData data,
    ITrainingImages train,
    ITrainingImages test,
    DeclarationObserver? audit,
    CheckpointSeries? checkpoints,
    ulong seed,
    IProgress<TrainingProgress>? progress,
    ILogger logger
)
{
    private const string OfNetwork = "network.",
        OfStep = "step.",
        OfAudit = "audit.",
        StepLosses = "run.stepLosses",
        FittedSince = "run.fittedSince",
        Losses = "epoch.losses",
        Correct = "epoch.correct";
    private static readonly TimeSpan ReadBackEvery = TimeSpan.FromSeconds(1);

    private readonly List<EpochRecord> epochs = [];
    private readonly List<float> stepLosses = [];
    private readonly Stopwatch total = new(),
        steps = new();
    private readonly SubsetMask changed = SubsetMask.Changed(data.Train);

    // (N): the epoch since which each example has been right whenever its batch came; 0 where it was wrong the last time.
    private readonly Tensor fittedSince = zeros(train.Count, ScalarType.Int32, train.Labels.device);
    private readonly int stepsPerEpoch = options.StepsPerEpoch(train.Count);

    // Of this epoch: (steps), and (N) in the data's order.
    private readonly Tensor losses = zeros(options.StepsPerEpoch(train.Count), device: train.Labels.device);
    private readonly Tensor correct = zeros(train.Count, ScalarType.Bool, train.Labels.device);
    private int epoch = 1,
        step;
    private double secondsBefore,
        stepSecondsBefore;

    public TrainingHistory Execute(CancellationToken token)
    {
        TrainingHistory history;
        Resume();
        total.Start();
        try
        {
            while (epoch <= options.Epochs && !(epochs.Count > 0 && options.StopWhen.Any(rule => rule.IsMet(epochs))))
                RunEpoch(token);
            history = WithFinalEvaluation(token);
        }
        catch (OperationCanceledException)
        {
            steps.Stop();
            Keep();
            throw new TrainingCanceledException(History(), token);
        }

        Keep();
        return history;
    }

    private double Seconds => secondsBefore + total.Elapsed.TotalSeconds;

    private double StepSeconds => stepSecondsBefore + steps.Elapsed.TotalSeconds;

    private void RunEpoch(CancellationToken token)
    {
        using var scope = NewDisposeScope();
        var orderOnHost = EpochOrder.Of(seed, epoch, train.Count);
        var order = tensor(orderOnHost, device: train.Labels.device); // (N)
        var clock = Stopwatch.StartNew();
        var first = stepLosses.Count;
        network.train();
        steps.Start();
        while (step < stepsPerEpoch)
        {
            token.ThrowIfCancellationRequested();
            if (checkpoints is { IsDue: true })
                Keep();
            using (NewDisposeScope())
            {
                var start = step * options.BatchSize;
                var size = Math.Min(options.BatchSize, train.Count - start);
                var batch = order.narrow(0, start, size); // (n)
                var inputs = train.Batch(batch, orderOnHost.AsSpan(start, size), epoch); // (n, C, H, W)
                var labels = train.Labels.index_select(0, batch);
                audit?.See(batch, inputs);
                var (loss, outputs) = update.Run(inputs, labels, options.Schedule.At(first + step));
                using var noGrad = no_grad();
                losses.select(0, step).copy_(loss);
                correct.index_copy_(0, batch, outputs.argmax(1).eq(labels));
            }

            // Before anything is reported: whoever hears of it may end the training, which then goes on from here.
            step++;
            if (clock.Elapsed < ReadBackEvery || step == stepsPerEpoch)
                continue;
            ReadBack(first);
            clock.Restart();
        }

        var values = ReadLosses(stepsPerEpoch, first);
        steps.Stop();
        // A cancelled evaluation is done again from the epoch's last step, after which nothing has changed yet.
        var record = Record(values, first, token);
        stepLosses.AddRange(values);
        audit?.EndEpoch(epoch);
        fittedSince.copy_(where(correct, where(fittedSince.IsEqualTo(0), epoch, fittedSince), 0));
        epochs.Add(record);
        (epoch, step) = (epoch + 1, 0);
        losses.zero_();
        correct.zero_();
        Report(record.Epoch, stepsPerEpoch, record.OnlineLoss, record.OnlineAccuracy, record);
        logger.LogDebug("Epoch {Epoch}: loss {Loss}, online accuracy {Accuracy}", record.Epoch, record.OnlineLoss, record.OnlineAccuracy);
    }

    private void Keep()
    {
        if (checkpoints is null)
            return;
        using var scope = NewDisposeScope();
        var tensors = new Dictionary<string, Tensor>
        {
            [FittedSince] = fittedSince,
            [Losses] = losses,
            [Correct] = correct,
        };
        if (stepLosses.Count > 0)
            tensors.Add(StepLosses, tensor(stepLosses));
        foreach (var (name, value) in network.state_dict())
            tensors.Add(OfNetwork + name, value);
        foreach (var (name, value) in update.State)
            tensors.Add(OfStep + name, value);
        foreach (var (name, value) in audit?.State ?? [])
            tensors.Add(OfAudit + name, value);
        checkpoints.Write(
            tensors,
            new TrainingState
            {
                Epoch = epoch,
                Step = step,
                Epochs = [.. epochs],
                Seconds = Seconds,
                StepSeconds = StepSeconds,
                Generators = Generators().ToImmutableSortedDictionary(g => g.Name, g => g.Module.Position, StringComparer.Ordinal),
                AuditCompared = audit?.Compared ?? 0,
                AuditChanged = audit?.HasChanged ?? false,
            }
        );
    }

    private void Resume()
    {
        if (checkpoints?.Read() is not { } kept)
            return;
        using var content = kept.Content;
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        var (tensors, state) = (content.Tensors, kept.State);
        foreach (var (name, value) in network.state_dict())
            value.copy_(tensors[OfNetwork + name]);
        update.Restore(Part(tensors, OfStep));
        audit?.Restore(Part(tensors, OfAudit), state.AuditCompared, state.AuditChanged, train.Labels.device);
        foreach (var (name, module) in Generators())
            module.Position = state.Generators[name];
        fittedSince.copy_(tensors[FittedSince]);
        losses.copy_(tensors[Losses]);
        correct.copy_(tensors[Correct]);
        if (tensors.TryGetValue(StepLosses, out var before))
            stepLosses.AddRange(before.data<float>());
        epochs.AddRange(state.Epochs);
        (epoch, step, secondsBefore, stepSecondsBefore) = (state.Epoch, state.Step, state.Seconds, state.StepSeconds);
        logger.LogInformation("Goes on at step {Step} of epoch {Epoch}", step, epoch);
    }

    private IEnumerable<(string Name, IRandomModule Module)> Generators() =>
        TrainingIdentity.Modules(network).Where(m => m.Module is IRandomModule).Select(m => (m.Name, (IRandomModule)m.Module));

    private static Dictionary<string, Tensor> Part(ImmutableDictionary<string, Tensor> tensors, string prefix) =>
        tensors.Where(t => t.Key.StartsWith(prefix, StringComparison.Ordinal)).ToDictionary(t => t.Key[prefix.Length..], t => t.Value);

    private EpochRecord Record(float[] values, int first, CancellationToken token)
    {
        var weighted = 0.0;
        for (var s = 0; s < values.Length; s++)
            weighted += values[s] * (double)Math.Min(options.BatchSize, train.Count - s * options.BatchSize);
        var last = first + values.Length - 1;
        var online = changed.Split(correct);
        var evaluateTrain = online.All >= options.EvaluateTrainingFrom || epoch == options.Epochs;
        var evaluateTest = epoch == options.Epochs || (options.EvaluateTestEvery > 0 && epoch % options.EvaluateTestEvery == 0);
        (Evaluation Overall, (double? Clean, double? Changed) Subsets)? trained = evaluateTrain
            ? Evaluate(train, changed, last, values[^1], token)
            : null;
        var tested = evaluateTest ? Evaluate(test, null, last, values[^1], token).Overall : null;
        return new EpochRecord(
            epoch,
            last + 1,
            options.Schedule.At(last),
            weighted / train.Count,
            online.All,
            online.Clean,
            online.Changed,
            trained?.Overall.Loss,
            trained?.Overall.Accuracy,
            trained?.Subsets.Clean,
            trained?.Subsets.Changed,
            tested?.Loss,
            tested?.Accuracy,
            Seconds
        );
    }

    private (Evaluation Overall, (double? Clean, double? Changed) Subsets) Evaluate(
        ITrainingImages images,
        SubsetMask? mask,
        int step,
        float? loss,
        CancellationToken token
    )
    {
        var evaluation = Evaluator.Evaluate(network, images, mask, options.Precision, token);
        // The loss of a step is that before its update, so that the last one's harm shows here alone.
        return double.IsFinite(evaluation.Overall.Loss)
            ? evaluation
            : throw new NonFiniteLossException(step, options.Schedule.At(step), loss, History());
    }

    private TrainingHistory WithFinalEvaluation(CancellationToken token)
    {
        (Evaluation Overall, (double? Clean, double? Changed) Subsets) Now(ITrainingImages images, SubsetMask? mask) =>
            Evaluate(images, mask, Math.Max(0, stepLosses.Count - 1), stepLosses.Count > 0 ? stepLosses[^1] : null, token);

        // What the last epoch evaluated is still true; the rest is evaluated now.
        var last = epochs.LastOrDefault();
        if (last?.TrainAccuracy is null)
        {
            var now = Now(train, changed);
            last = (last ?? Nothing) with
            {
                TrainLoss = now.Overall.Loss,
                TrainAccuracy = now.Overall.Accuracy,
                CleanSubsetAccuracy = now.Subsets.Clean,
                CorruptedSubsetAccuracy = now.Subsets.Changed,
            };
        }

        if (last.TestAccuracy is null)
        {
            var now = Now(test, null);
            last = last with { TestLoss = now.Overall.Loss, TestAccuracy = now.Overall.Accuracy };
        }

        if (epochs.Count > 0)
            epochs[^1] = last;
        return History() with
        {
            Train = new Evaluation(last.TrainLoss!.Value, last.TrainAccuracy!.Value),
            Test = new Evaluation(last.TestLoss!.Value, last.TestAccuracy!.Value),
            CleanSubsetAccuracy = last.CleanSubsetAccuracy,
            CorruptedSubsetAccuracy = last.CorruptedSubsetAccuracy,
        };
    }

    private static EpochRecord Nothing { get; } = new(0, 0, 0, 0, 0, null, null, null, null, null, null, null, null, 0);

    private void ReadBack(int first)
    {
        var values = ReadLosses(step, first);
        var seen = Math.Min(train.Count, step * options.BatchSize);
        Report(epoch, step, values.Average(), correct.sum().item<long>() / (double)seen, null);
    }

    private float[] ReadLosses(int count, int first)
    {
        using var host = losses.cpu();
        var values = host.data<float>().ToArray()[..count];
        var bad = Array.FindIndex(values, loss => !float.IsFinite(loss));
        if (bad < 0)
            return values;
        var last =
            bad > 0 ? values[bad - 1]
            : stepLosses.Count > 0 ? stepLosses[^1]
            : (float?)null;
        steps.Stop();
        throw new NonFiniteLossException(first + bad, options.Schedule.At(first + bad), last, History());
    }

    private void Report(int epoch, int steps, double loss, double accuracy, EpochRecord? finished)
    {
        if (progress is null)
            return;
        var done = (epoch - 1.0) + (double)steps / stepsPerEpoch;
        var seconds = Seconds / done * (options.Epochs - done);
        var remaining = seconds < TimeSpan.MaxValue.TotalSeconds / 2 ? TimeSpan.FromSeconds(seconds) : TimeSpan.MaxValue;
        var images = (epoch - 1L) * train.Count + Math.Min(train.Count, (long)steps * options.BatchSize);
        progress.Report(
            new TrainingProgress(epoch, options.Epochs, steps, stepsPerEpoch, loss, accuracy, images / StepSeconds, remaining, finished)
        );
    }

    private ImmutableArray<int> ReadFittedSince()
    {
        using var host = fittedSince.cpu();
        return [.. host.data<int>()];
    }

    private TrainingHistory History() =>
        new()
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
