using System.Collections.Immutable;
using System.Diagnostics;
using Generalization.Distributed.Checkpoints;
using Generalization.Distributed.Work;
using Microsoft.Extensions.Logging;
using Orleans.Concurrency;
using Orleans.Placement;
using Orleans.Runtime;

namespace Generalization.Distributed.Orleans;

/// <summary>Hands parts out. What it knows it can ask the blocks for again: where it is lost alone, the training goes on without it
/// having been written down.</summary>
[Reentrant]
[HashBasedPlacement]
internal sealed class CoordinatorGrain(DistributedTraining training, EngineOptions options, ILogger<CoordinatorGrain> logger)
    : Grain,
        ICoordinatorGrain
{
    private static readonly TimeSpan Wait = TimeSpan.FromSeconds(1),
        BetweenTrials = TimeSpan.FromMilliseconds(300),
        Period = TimeSpan.FromMilliseconds(500);

    private readonly CheckpointFolder folder = new(options.Folder);
    private readonly string words = training.Describe();
    private readonly SortedDictionary<int, KnownWorker> workers = [];
    private readonly SortedDictionary<int, (double Loss, double Correct, long Examples)> epochs = [];
    private IGrainTimer? timer;
    private WorkSchedule schedule = new(training.Plan);
    private Manifest? manifest;
    private long generation,
        partsLost,
        begunAgain,
        dropped;
    private int timesBack;
    private readonly long began = Stopwatch.GetTimestamp();
    private long? lastDone;
    private ImmutableHashSet<SiloAddress> evenOver = [];
    private double secondsRecovering,
        recentLoss = double.NaN;
    private bool isReady,
        isBusy,
        goesBack,
        hasDiverged;
    private TaskCompletionSource changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private bool IsFinished => hasDiverged || (manifest?.Epoch ?? 0) >= training.Plan.Epochs;

    private int NextCheckpoint =>
        Math.Min(training.Plan.Epochs, ((manifest?.Epoch ?? 0) / training.Options.CheckpointEvery + 1) * training.Options.CheckpointEvery);

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        DelayDeactivation(TimeSpan.MaxValue);
        manifest = folder.ReadManifest(words);
        (partsLost, timesBack) = (manifest?.PartsLost ?? 0, manifest?.TimesBack ?? 0);
        secondsRecovering = manifest?.SecondsRecovering ?? 0;
        timer = this.RegisterGrainTimer(Tick, TimeSpan.Zero, Period);
        return Task.CompletedTask;
    }

    public async Task<WorkReply> Next(int worker, string words, WorkDone? done)
    {
        if (words != this.words)
            throw new OtherTrainingException(
                "A worker must do the cluster's training, but differs in \""
                    + $"{words.Split('\n').Except(this.words.Split('\n')).FirstOrDefault()}\"; start it with the same options."
            );
        Hear(worker);
        if (done is not null && done.Generation == generation)
            Take(worker, done);
        var began = Stopwatch.GetTimestamp();
        while (true)
        {
            if (IsFinished)
                return new WorkReply(WorkAnswer.Finished, generation, 0);
            if (isReady && !isBusy && schedule.Take(worker, out var part) == WorkAnswer.Part)
                return new WorkReply(WorkAnswer.Part, generation, part.Number);
            if (Stopwatch.GetElapsedTime(began) >= Wait)
                return new WorkReply(WorkAnswer.Wait, generation, 0);
            await Task.WhenAny(changed.Task, Task.Delay(Wait));
        }
    }

    public Task Alive(int worker)
    {
        Hear(worker);
        return Task.CompletedTask;
    }

    public Task Fault(long generation)
    {
        if (isReady && generation == this.generation)
        {
            isReady = false;
            Hurry();
            logger.LogWarning("A block is lost in generation {Generation}", generation);
        }

        return Task.CompletedTask;
    }

    public Task<ClusterStatus> Status() =>
        Task.FromResult(
            new ClusterStatus(
                generation,
                manifest?.Epoch ?? 0,
                schedule.DoneCount,
                dropped + schedule.Dropped,
                begunAgain + schedule.TakenBack,
                partsLost,
                timesBack,
                secondsRecovering,
                recentLoss,
                IsFinished,
                hasDiverged,
                [.. workers.Select(w => new WorkerStatus(w.Key, w.Value.IsThere, w.Value.Examples, w.Value.Staleness, w.Value.TimesLost))]
            )
        );

    private IEnumerable<IBlockGrain> Blocks => training.Layout.Blocks.Select(b => GrainFactory.GetGrain<IBlockGrain>(b.Index));

    private void Hear(int worker)
    {
        if (!workers.TryGetValue(worker, out var known))
            workers.Add(worker, known = new KnownWorker());
        (known.LastHeard, known.IsThere) = (Stopwatch.GetTimestamp(), true);
        schedule.Join(worker);
    }

    private void Take(int worker, WorkDone done)
    {
        var part = training.Plan.Part(done.Part);
        workers[worker].Staleness = done.Staleness;
        if (!double.IsFinite(done.Loss))
        {
            // Nothing good comes after it, and no checkpoint is to hold it.
            hasDiverged = true;
            logger.LogWarning("The training has diverged: the loss of part {Part} is no finite number", done.Part);
            Change();
            return;
        }

        if (schedule.Complete(worker, done.Part))
        {
            workers[worker].Examples += part.Examples;
            lastDone = Stopwatch.GetTimestamp();
            recentLoss = double.IsNaN(recentLoss) ? done.Loss : 0.98 * recentLoss + 0.02 * done.Loss;
            var sum = epochs.GetValueOrDefault(part.Epoch);
            epochs[part.Epoch] = (sum.Loss + done.Loss * part.Examples, sum.Correct + done.Correct, sum.Examples + part.Examples);
            if (schedule.IsDone(NextCheckpoint))
                Hurry();
        }

        Change();
    }

    // All wait for what comes next.
    private void Hurry() => timer?.Change(TimeSpan.Zero, Period);

    private void Change()
    {
        var before = changed;
        changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        before.SetResult();
    }

    private async Task Tick(CancellationToken token)
    {
        // Who leaves when all is done is not lost.
        foreach (var (worker, known) in IsFinished ? [] : workers)
            if (known.IsThere && Stopwatch.GetElapsedTime(known.LastHeard) > options.WorkerIsLostAfter)
            {
                (known.IsThere, known.TimesLost) = (false, known.TimesLost + 1);
                schedule.Leave(worker);
                logger.LogWarning("Worker {Worker} is lost", worker);
                Change();
            }

        if (isBusy || IsFinished)
            return;
        isBusy = true;
        try
        {
            if (!isReady)
                await Recover();
            else if (schedule.IsDone(NextCheckpoint))
                await Checkpoint(NextCheckpoint);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            logger.LogWarning("Tries again: {Problem}", e.Message);
            await Task.Delay(BetweenTrials, token);
        }
        finally
        {
            isBusy = false;
            Change();
        }
    }

    // Where all blocks have the same generation, the coordinator alone was lost.
    private async Task Recover(bool isMoving = false)
    {
        if (await IsEarly())
            return;
        var reports = await Task.WhenAll(Blocks.Select(b => b.Report().AsTask()));
        var same = reports[0].Generation;
        var asked = Stopwatch.GetTimestamp();
        // A coordinator that begins has done nothing itself; blocks that are left know when the last gradient came.
        var before = lastDone is { } last ? Stopwatch.GetElapsedTime(last, asked).TotalSeconds : reports.Min(r => r.SecondsIdle) ?? 0;
        if (same > 0 && reports.All(r => r.Generation == same) && (generation == 0 || generation == same))
        {
            generation = same;
            Restart(PartSet.Intersection([.. reports.Select(r => new PartSet(r.PartsBelow, r.PartsAbove))]));
        }
        else
        {
            var done = Math.Max(schedule.DoneCount, reports.Max(r => r.PartsBelow));
            generation = Math.Max(Math.Max(generation, manifest?.Generation ?? 0), reports.Max(r => r.Generation)) + 1;
            var kept = (long)(manifest?.Epoch ?? 0) * training.Plan.PartsPerEpoch;
            // Before the blocks begin: where an answer is lost, the next trial finds them begun, and would not count it.
            if (done > 0 && !isMoving)
            {
                partsLost += Math.Max(0, done - kept);
                timesBack += goesBack ? 0 : 1;
                goesBack = true;
            }

            foreach (var epoch in epochs.Keys.Where(e => e > (manifest?.Epoch ?? 0)).ToArray())
                epochs.Remove(epoch);
            Restart(new PartSet(kept));
            await Task.WhenAll(Blocks.Select(b => b.Begin(generation).AsTask()));
        }

        (isReady, goesBack) = (true, false);
        // From the last part that was done on: the time until the loss was seen is lost too. A beginning is no loss.
        if (before > 0 && !isMoving)
            secondsRecovering += before + Stopwatch.GetElapsedTime(asked).TotalSeconds;
        logger.LogInformation("Generation {Generation} goes on after {Parts} parts", generation, schedule.DoneBelow);
    }

    private void Restart(PartSet done)
    {
        begunAgain += schedule.TakenBack;
        dropped += schedule.Dropped;
        schedule = new WorkSchedule(training.Plan) { Until = NextCheckpoint };
        schedule.Restore(done);
        foreach (var (worker, known) in workers)
            if (known.IsThere)
                schedule.Join(worker);
    }

    private async Task Checkpoint(int epoch)
    {
        var saved = await Task.WhenAll(Blocks.Select(b => b.Save(generation, epoch).AsTask()));
        if (saved.Any(s => s.Status != BlockStatus.Served))
        {
            isReady = false;
            return;
        }

        var written = new Manifest
        {
            Words = words,
            Epoch = epoch,
            Generation = generation,
            Blocks = [.. saved.Select(s => new BlockFileEntry(s.File, s.Hash, s.Version))],
            Epochs =
            [
                .. (manifest?.Epochs ?? []).Where(e => e.Epoch <= (manifest?.Epoch ?? 0)),
                .. epochs.Where(e => e.Key > (manifest?.Epoch ?? 0) && e.Key <= epoch).Select(e => Summary(e.Key, e.Value)),
            ],
            PartsLost = partsLost,
            TimesBack = timesBack,
            SecondsRecovering = secondsRecovering,
        };
        await Task.Run(() => folder.Write(written));
        manifest = written;
        schedule.Until = NextCheckpoint;
        foreach (var old in epochs.Keys.Where(e => e <= epoch).ToArray())
            epochs.Remove(old);
        await Even();
    }

    // Blocks would all stay where they began, on the silo that was there first.
    private async Task<bool> IsEarly() =>
        manifest is null
        && generation == 0
        && Stopwatch.GetElapsedTime(began) < options.SilosWithin
        && (await Silos()).Count < options.Silos;

    private async Task<ImmutableHashSet<SiloAddress>> Silos() =>
        [.. (await GrainFactory.GetGrain<IManagementGrain>(0).GetHosts(onlyActive: true)).Keys];

    // Right after a checkpoint a block may go elsewhere without loss: a silo that has come takes its share of them. Once for the same
    // silos, since not all of them may take blocks.
    private async Task Even()
    {
        if (IsFinished)
            return;
        var silos = await Silos();
        if (silos.SetEquals(evenOver))
            return;
        var reports = await Task.WhenAll(Blocks.Select(b => b.Report().AsTask()));
        var most = reports.CountBy(r => r.Silo).Max(s => s.Value);
        evenOver = silos;
        if (most <= (reports.Length + silos.Count - 1) / silos.Count)
            return;
        logger.LogInformation("Blocks go to {Silos} silos", silos.Count);
        isReady = false;
        await Task.WhenAll(Blocks.Select(b => b.Leave(generation).AsTask()));
        await Recover(isMoving: true);
    }

    private static EpochSummary Summary(int epoch, (double Loss, double Correct, long Examples) sum) =>
        new(epoch, sum.Loss / Math.Max(1, sum.Examples), sum.Correct / Math.Max(1, sum.Examples), sum.Examples);
}
