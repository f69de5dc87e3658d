using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Generalization.Distributed.Blocks;
using Generalization.Distributed.Work;
using Generalization.Distributed.Workers;
using Generalization.Randomness;

namespace Generalization.Distributed.Simulation;

/// <summary>A training by many workers in event time: the real blocks, schedule and gradients, and drawn times.</summary>
/// <remarks>The same seed gives the same times, staleness and, on a CPU with as many threads of libtorch, weights.</remarks>
public sealed class Simulator : IDisposable
{
    private readonly ParameterLayout layout;
    private readonly WorkPlan plan;
    private readonly SimulationOptions options;
    private readonly GradientFormat format;
    private readonly IPartGradients gradients;
    private readonly WorkSchedule schedule;
    private readonly ParameterBlock[] blocks;
    private readonly SimulatedWorker[] workers;
    private readonly List<RecordedStep>[] record;
    private readonly byte[] message;
    private readonly PriorityQueue<SimulatedEvent, (double Time, long Order)> events = new();
    private readonly SortedSet<int> idle = [];
    private readonly Dictionary<int, (double Loss, long Correct, long Examples)> epochs = [];
    private double now,
        secondsLost;
    private long order,
        pulled,
        pushed;
    private bool hasDiverged,
        stops;
    private int epoch = 1;

    /// <summary>A simulation that has not begun.</summary>
    /// <param name="layout">The network's layout.</param>
    /// <param name="rules">How blocks become others.</param>
    /// <param name="initial">The flattened network at first.</param>
    /// <param name="gradients">What computes gradients; stays the caller's.</param>
    /// <param name="options">What is assumed.</param>
    /// <param name="seed">Decides the times.</param>
    /// <param name="format">What gradients are sent as. Default: float32.</param>
    /// <exception cref="ArgumentException">A loss is of no worker, or of no time.</exception>
    public Simulator(
        ParameterLayout layout,
        BlockRules rules,
        ReadOnlySpan<float> initial,
        IPartGradients gradients,
        SimulationOptions options,
        ulong seed,
        GradientFormat format = GradientFormat.Float32
    )
    {
        ArgumentNullException.ThrowIfNull(rules);
        this.layout = layout ?? throw new ArgumentNullException(nameof(layout));
        this.gradients = gradients ?? throw new ArgumentNullException(nameof(gradients));
        this.options = options ?? throw new ArgumentNullException(nameof(options));
        (plan, this.format, schedule) = (rules.Plan, format, new WorkSchedule(rules.Plan));
        if (options.Losses.FirstOrDefault(l => l.Worker < 0 || l.Worker >= plan.Workers || !(l.At >= 0) || !(l.Back > l.At)) is { } wrong)
            throw new ArgumentException(
                $"A loss must be of a worker in [0, {plan.Workers - 1}], at a time from 0 on and back after it, but was {wrong}.",
                nameof(options)
            );
        blocks = new ParameterBlock[layout.Blocks.Length];
        foreach (var slice in layout.Blocks)
            blocks[slice.Index] = new ParameterBlock(slice, rules, initial.Slice(slice.First, slice.Length));
        var key = new RandomKey(seed, RandomPurpose.SimulatedTimes);
        workers = [.. Enumerable.Range(0, plan.Workers).Select(w => new SimulatedWorker(w, layout, key.Stream(w)))];
        record = [.. blocks.Select(_ => new List<RecordedStep>())];
        message = new byte[layout.Blocks.Max(b => b.Length) * sizeof(float)];
    }

    /// <summary>A simulation of a training, with its gradients.</summary>
    /// <param name="training">The training.</param>
    /// <param name="gradients">What computes gradients; stays the caller's.</param>
    /// <param name="options">What is assumed.</param>
    public static Simulator Of(DistributedTraining training, IPartGradients gradients, SimulationOptions options)
    {
        ArgumentNullException.ThrowIfNull(training);
        return new Simulator(training.Layout, training.Rules, training.Initial, gradients, options, training.Seed, training.Options.Format);
    }

    /// <summary>Runs it to its end; once.</summary>
    /// <param name="epochDone">Is told of each epoch whose parts are all done, and says whether to end. Default: nobody.</param>
    /// <param name="token">Ends it early.</param>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public SimulationResult Run(Func<SimulatedEpoch, bool>? epochDone = null, CancellationToken token = default)
    {
        foreach (var worker in workers)
            Add(0, SimulatedEventKind.Joins, worker);
        foreach (var loss in options.Losses)
        {
            Add(loss.At, SimulatedEventKind.IsLost, workers[loss.Worker]);
            if (double.IsFinite(loss.Back))
                Add(loss.Back, SimulatedEventKind.Joins, workers[loss.Worker]);
        }

        while (!stops && !hasDiverged && events.TryDequeue(out var happens, out var at))
        {
            token.ThrowIfCancellationRequested();
            now = at.Time;
            Do(happens, workers[happens.Worker], epochDone);
        }

        foreach (var block in blocks)
            block.Flush();
        return Result();
    }

    /// <summary>The blocks' states, when no gradient waits; the caller's.</summary>
    public ImmutableArray<BlockState> States() => [.. blocks.Select(b => b.State())];

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var block in blocks)
            block.Dispose();
    }

    private void Do(SimulatedEvent happens, SimulatedWorker worker, Func<SimulatedEpoch, bool>? epochDone)
    {
        var isOfLife = happens.Life == worker.Life;
        switch (happens.Kind)
        {
            case SimulatedEventKind.Joins when !worker.IsAlive:
                worker.IsAlive = true;
                schedule.Join(worker.Index);
                Begin(worker);
                break;
            case SimulatedEventKind.IsLost when worker.IsAlive:
                Lose(worker);
                break;
            case SimulatedEventKind.LossIsSeen when !worker.IsAlive:
                schedule.Leave(worker.Index);
                WakeIdle();
                break;
            case SimulatedEventKind.PullArrives when isOfLife:
                Pull(worker, happens.Block);
                break;
            case SimulatedEventKind.PullReturns when isOfLife && --worker.Left == 0:
                Compute(worker);
                break;
            case SimulatedEventKind.Computed when isOfLife:
                worker.Left = blocks.Length;
                foreach (var block in layout.Blocks)
                    Add(Network(worker), SimulatedEventKind.PushArrives, worker, block.Index);
                break;
            case SimulatedEventKind.PushArrives when isOfLife:
                Push(worker, happens.Block);
                break;
            case SimulatedEventKind.PushReturns when isOfLife && --worker.Left == 0:
                Complete(worker, epochDone);
                break;
        }
    }

    private void Add(double after, SimulatedEventKind kind, SimulatedWorker worker, int block = 0) =>
        events.Enqueue(new SimulatedEvent(kind, worker.Index, block, worker.Life), (now + after, order++));

    private double Network(SimulatedWorker worker) => options.Network.Draw(ref worker.Draws);

    private void Begin(SimulatedWorker worker)
    {
        if (schedule.Take(worker.Index, out var part) != WorkAnswer.Part)
        {
            idle.Add(worker.Index);
            return;
        }

        (worker.Part, worker.Began, worker.Left) = (part, now, blocks.Length);
        foreach (var block in layout.Blocks)
            Add(Network(worker), SimulatedEventKind.PullArrives, worker, block.Index);
    }

    private void Lose(SimulatedWorker worker)
    {
        worker.IsAlive = false;
        worker.Life++;
        idle.Remove(worker.Index);
        if (worker.Part is not null)
            secondsLost += now - worker.Began;
        worker.Part = null;
        Array.Clear(worker.Residual);
        Add(options.Detection, SimulatedEventKind.LossIsSeen, worker);
    }

    private void Pull(SimulatedWorker worker, int index)
    {
        var slice = layout.Blocks[index];
        var part = worker.Part!.Value.Number;
        if (blocks[index].IsOver(part))
        {
            // Nobody waits for it: its other messages are let go, and the worker asks for another.
            worker.Life++;
            worker.Part = null;
            Begin(worker);
            return;
        }

        worker.Versions[index] = blocks[index].Pull(part, worker.Weights.AsSpan(slice.First, slice.Length));
        pulled += slice.Length * sizeof(float);
        if (options.KeepsRecord)
            record[index].Add(new RecordedStep(false, part, worker.Index));
        Add(Network(worker), SimulatedEventKind.PullReturns, worker, index);
    }

    private void Compute(SimulatedWorker worker)
    {
        worker.Loss = gradients.Compute(worker.Part!.Value, worker.Weights, worker.Gradient);
        hasDiverged = !double.IsFinite(worker.Loss.Loss);
        Add(options.Compute.Draw(ref worker.Draws), SimulatedEventKind.Computed, worker);
    }

    private void Push(SimulatedWorker worker, int index)
    {
        var slice = layout.Blocks[index];
        var part = worker.Part!.Value;
        var bytes = message.AsSpan(0, GradientCodec.BytesOf(slice, format));
        GradientCodec.Encode(
            slice,
            format,
            worker.Gradient.AsSpan(slice.First, slice.Length),
            worker.Residual.AsSpan(slice.First, slice.Length),
            bytes
        );
        blocks[index].Push(new GradientPush(worker.Index, part.Number, worker.Versions[index], part.Examples, format, bytes));
        pushed += bytes.Length;
        if (options.KeepsRecord)
            record[index].Add(new RecordedStep(true, part.Number, worker.Index));
        Add(Network(worker), SimulatedEventKind.PushReturns, worker, index);
    }

    private void Complete(SimulatedWorker worker, Func<SimulatedEpoch, bool>? epochDone)
    {
        var part = worker.Part!.Value;
        worker.Part = null;
        if (schedule.Complete(worker.Index, part.Number))
        {
            var sum = epochs.GetValueOrDefault(part.Epoch);
            epochs[part.Epoch] = (
                sum.Loss + worker.Loss.Loss * part.Examples,
                sum.Correct + worker.Loss.Correct,
                sum.Examples + part.Examples
            );
        }

        while (epoch <= plan.Epochs && schedule.IsDone(epoch) && !stops)
            EndEpoch(epochDone);
        Begin(worker);
        WakeIdle();
    }

    private void EndEpoch(Func<SimulatedEpoch, bool>? epochDone)
    {
        if (epoch == plan.Epochs)
            foreach (var block in blocks)
                block.Flush();
        var done = epochs.GetValueOrDefault(epoch);
        epochs.Remove(epoch);
        var examples = Math.Max(1, done.Examples);
        var told = new SimulatedEpoch(
            epoch,
            now,
            blocks[0].Version,
            done.Loss / examples,
            (double)done.Correct / examples,
            blocks[0].Counts.AllStaleness.Mean,
            Weights()
        );
        stops = epochDone?.Invoke(told) ?? false;
        epoch++;
    }

    private void WakeIdle()
    {
        foreach (var waiting in idle.ToArray())
        {
            idle.Remove(waiting);
            Begin(workers[waiting]);
        }
    }

    private float[] Weights()
    {
        var all = new float[layout.Length];
        foreach (var block in blocks)
            block.Read(all.AsSpan(block.Slice.First, block.Slice.Length));
        return all;
    }

    private SimulationResult Result() =>
        new()
        {
            Seconds = now,
            Weights = ImmutableCollectionsMarshal.AsImmutableArray(Weights()),
            Blocks = [.. blocks.Select(b => b.Counts)],
            Updates = [.. blocks.Select(b => b.Version)],
            Parts = schedule.DoneCount - schedule.Dropped,
            Dropped = schedule.Dropped,
            BegunAgain = schedule.TakenBack,
            SecondsLost = secondsLost,
            BytesPulled = pulled,
            BytesPushed = pushed,
            HasDiverged = hasDiverged,
            Record = [.. record.Select(r => r.ToImmutableArray())],
        };
}
