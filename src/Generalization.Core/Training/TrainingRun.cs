using System.Diagnostics;
using System.Runtime.ExceptionServices;
using Generalization.Training.Checkpoints;
using Generalization.Training.History;
using Generalization.Training.Observers;
using Generalization.Training.Schedules;
using Microsoft.Extensions.Logging;
using static TorchSharp.torch;

namespace Generalization.Training;

/// <summary>One training from its first step to its last: the loop.</summary>
internal sealed class TrainingRun
{
    private static readonly TimeSpan ReadBackEvery = TimeSpan.FromSeconds(1);

    private readonly TrainingParts parts;
    private readonly TrainingOptions options;
    private readonly TrainingClock clock = new();
    private readonly TrainingRecords records;
    private readonly Evaluator evaluator;
    private readonly CheckpointContent checkpoints;
    private readonly ProgressReport progress;
    private readonly ILogger logger;
    private readonly LeakWatch? leaks;
    private int epoch = 1,
        step;

    private readonly TrainingHandover? begin;

    public TrainingRun(
        TrainingParts parts,
        CheckpointSeries? series,
        IProgress<TrainingProgress>? listener,
        ILogger logger,
        TrainingHandover? begin = null
    )
    {
        (this.parts, options, this.logger, this.begin) = (parts, parts.Options, logger, begin);
        leaks = parts.CheckLeaks ? new LeakWatch() : null;
        (records, evaluator) = (new TrainingRecords(parts, clock), new Evaluator(parts));
        (checkpoints, progress) = (
            new CheckpointContent(parts, records, clock, series),
            new ProgressReport(parts, clock, listener, begin?.Epoch ?? 0)
        );
    }

    public TrainingHistory Execute(CancellationToken token)
    {
        TrainingHistory history;
        parts.Observers.Begin(new TrainingStart(parts.Train.Count, parts.Train.ClassCount, parts.StepsPerEpoch, parts.Train.Device));
        if (checkpoints.Restore() is { } kept)
        {
            (epoch, step) = kept;
            logger.LogInformation("Goes on at step {Step} of epoch {Epoch}", step, epoch);
            // No refusal: initial weights that no seed decides are others each time.
            if (checkpoints.BeganWithOthers)
                logger.LogWarning(
                    "The network has other initial weights than that with which the training of the checkpoint began: it goes on with the "
                        + "checkpoint's; choose another folder for a new training, or give the initial weights a seed"
                );
        }
        else if (begin is not null)
        {
            parts.Update.Restore(begin.Update);
            records.Begin(begin);
            epoch = begin.Epoch + 1;
        }

        clock.Begin();
        try
        {
            while (epoch <= options.Epochs && !(records.Epochs.Count > 0 && options.StopWhen.Any(rule => rule.IsMet(records.Epochs))))
            {
                RunEpoch(token);
                leaks?.EndEpoch(epoch - 1);
            }

            history = records.History(
                records.Complete(
                    () => Checked(evaluator.Train(token), Math.Max(0, records.StepLosses.Count - 1), records.LastLoss),
                    () => Checked(evaluator.Test(token), Math.Max(0, records.StepLosses.Count - 1), records.LastLoss),
                    () => Checked(evaluator.Validation(token), Math.Max(0, records.StepLosses.Count - 1), records.LastLoss)
                )
            );
        }
        catch (OperationCanceledException)
        {
            clock.EndSteps();
            checkpoints.Write(epoch, step);
            throw new TrainingCanceledException(records.History(), token);
        }

        checkpoints.Write(epoch, step);
        parts.Average?.Apply();
        return history;
    }

    private void RunEpoch(CancellationToken token)
    {
        using var scope = NewDisposeScope();
        var readBack = Stopwatch.StartNew();
        parts.Network.train();
        clock.BeginSteps();
        using var batches = parts.Train.Epoch(epoch, options.BatchSize, step, token).GetEnumerator();
        while (clock.WaitFor(batches.MoveNext))
        {
            using (var batch = batches.Current)
            {
                token.ThrowIfCancellationRequested();
                if (checkpoints.IsDue)
                    checkpoints.Write(epoch, step);
                RunStep(batch);
            }

            if (readBack.Elapsed < ReadBackEvery || step == parts.StepsPerEpoch)
                continue;
            ReadBack();
            readBack.Restart();
        }

        var losses = ReadLosses(parts.StepsPerEpoch);
        clock.EndSteps();
        // A cancelled evaluation is done again from the epoch's last step, after which nothing has changed yet.
        var record = Record(losses, token);
        records.StepLosses.AddRange(losses);
        using var noGrad = no_grad();
        var failure = parts.Observers.EndEpoch(record);
        records.Epochs.Add(record);
        (epoch, step) = (epoch + 1, 0);
        parts.Tally.Clear();
        failure?.Throw();
        progress.Send(record.Epoch, parts.StepsPerEpoch, record.OnlineLoss, record.OnlineAccuracy, record);
        logger.LogDebug("Epoch {Epoch}: loss {Loss}, online accuracy {Accuracy}", record.Epoch, record.OnlineLoss, record.OnlineAccuracy);
    }

    private void RunStep(Inputs.Batch batch)
    {
        using var scope = NewDisposeScope();
        leaks?.Begin(scope);
        var global = records.StepLosses.Count + step;
        var rate = Rate(global);
        using (no_grad())
            parts.Observers.Starting(batch);
        leaks?.End(2, scope);
        var (loss, outputs) = parts.Gradients.Compute(batch);
        leaks?.End(0, scope);
        parts.Update.Run(rate);
        parts.Average?.Follow(global);
        leaks?.End(1, scope);
        using var noGrad = no_grad();
        var failure = Show(new ObservedBatch(batch, outputs, loss, global, step));
        leaks?.End(2, scope);
        // Before anything is reported: whoever hears of it may end the training, which then goes on from here.
        step++;
        failure?.Throw();
    }

    private ExceptionDispatchInfo? Show(ObservedBatch observed)
    {
        using (observed)
            return parts.Observers.See(observed);
    }

    private double Rate(long at)
    {
        var rate = options.Schedule.At(at);
        return double.IsFinite(rate) && rate >= 0
            ? rate
            : throw new NonFiniteLearningRateException(at, rate, Named(options.Schedule), records.History());
    }

    // A schedule that is code has no words; what is wrong is its rate.
    private static string Named(LearningRateSchedule schedule)
    {
        try
        {
            return schedule.Describe();
        }
        catch (ArgumentException)
        {
            return schedule.GetType().ToString();
        }
    }

    private EpochRecord Record(float[] losses, CancellationToken token)
    {
        var last = records.StepLosses.Count + losses.Length - 1;
        // Not a number compares as false: where real targets are learned, the training set is evaluated at the end.
        var evaluateTrain = records.Online().All >= options.EvaluateTrainingFrom || epoch == options.Epochs;
        var evaluateTest = epoch == options.Epochs || (options.EvaluateTestEvery > 0 && epoch % options.EvaluateTestEvery == 0);
        var trained = evaluateTrain ? Checked(evaluator.Train(token), last, losses[^1]) : null;
        var tested = evaluateTest ? Checked(evaluator.Test(token), last, losses[^1]) : null;
        var validated = evaluateTest ? Checked(evaluator.Validation(token), last, losses[^1]) : null;
        return records.Of(epoch, losses, trained, tested, validated);
    }

    // The loss of a step is that before its update, so that the last one's harm shows here alone.
    [return: System.Diagnostics.CodeAnalysis.NotNullIfNotNull(nameof(evaluation))]
    private EvaluationResult? Checked(EvaluationResult? evaluation, int at, float? loss) =>
        evaluation is null || double.IsFinite(evaluation.Overall.Loss)
            ? evaluation
            : throw new NonFiniteLossException(at, options.Schedule.At(at), loss, records.History());

    private void ReadBack()
    {
        var losses = ReadLosses(step);
        var seen = Math.Min(parts.Train.Count, step * options.BatchSize);
        var accuracy = parts.Train.TargetCount is null ? parts.Tally.Correct.sum().item<long>() / (double)seen : double.NaN;
        progress.Send(epoch, step, losses.Average(), accuracy, null);
    }

    private float[] ReadLosses(int count)
    {
        using var host = parts.Tally.Losses.cpu();
        var losses = host.data<float>().ToArray()[..count];
        var bad = Array.FindIndex(losses, loss => !float.IsFinite(loss));
        if (bad < 0)
            return losses;
        clock.EndSteps();
        var at = records.StepLosses.Count + bad;
        throw new NonFiniteLossException(at, options.Schedule.At(at), bad > 0 ? losses[bad - 1] : records.LastLoss, records.History());
    }
}
