using System.Collections.Immutable;
using Generalization.Distributed.Policies;
using Generalization.Distributed.Work;
using Generalization.Torch;
using Generalization.Training.Updates;
using static TorchSharp.torch;

namespace Generalization.Distributed.Blocks;

/// <summary>A block of a network's parameters, with its part of the optimizer's state and a version, the number of its updates.</summary>
/// <remarks>Gradients may come in any order and any number of times: a part counts once. Used by one thread at a time.</remarks>
public sealed class ParameterBlock : IDisposable
{
    private readonly BlockRules rules;
    private readonly Tensor weights,
        gradient;
    private readonly Tensor? previous;
    private readonly BlockModule module;
    private readonly IUpdate update;
    private readonly PartSet parts = new();
    private readonly SortedDictionary<long, WaitingGradient> waiting = [];
    private readonly List<WaitingGradient> arrived = [];

    /// <summary>A block at version 0.</summary>
    /// <param name="slice">What it has of the network.</param>
    /// <param name="rules">How it becomes another.</param>
    /// <param name="initial">Its parameters and averages at first; the block's length.</param>
    public ParameterBlock(BlockSlice slice, BlockRules rules, ReadOnlySpan<float> initial)
    {
        Slice = slice ?? throw new ArgumentNullException(nameof(slice));
        this.rules = rules ?? throw new ArgumentNullException(nameof(rules));
        TorchBackend.EnsureLoaded();
        weights = zeros(slice.Length).DetachFromDisposeScope();
        gradient = zeros(slice.Length).DetachFromDisposeScope();
        // In rounds, a part that was lost with its worker is done again from the weights that its round began with.
        previous = Plan.Policy.IsInRounds ? zeros(slice.Length).DetachFromDisposeScope() : null;
        TensorMemory.Copy(initial, weights);
        module = new BlockModule(slice, weights, gradient);
        update = rules.Optimizer.Create(module);
    }

    /// <summary>What it has of the network.</summary>
    public BlockSlice Slice { get; }

    /// <summary>The number of its updates.</summary>
    public long Version { get; private set; }

    /// <summary>The parts whose gradients it has.</summary>
    public PartSet Parts => parts;

    /// <summary>Parts of the present round whose gradients wait for others.</summary>
    public IEnumerable<long> Waiting => waiting.Keys;

    /// <summary>What it has counted.</summary>
    public BlockCounts Counts { get; } = new();

    private WorkPlan Plan => rules.Plan;

    /// <summary>Whether a part is of a round so long over that its weights are gone, so that its gradient is wanted no more.</summary>
    /// <param name="part">The part's number.</param>
    public bool IsOver(long part) => Plan.Policy.IsInRounds && Plan.RoundOf(part) < Version - 1;

    /// <summary>The version that a worker gets which is to do a part: the present one, and in rounds that of the part's round.</summary>
    /// <param name="part">The part's number.</param>
    /// <exception cref="InvalidOperationException">The part's round is further than this block.</exception>
    public long VersionFor(long part)
    {
        if (!Plan.Policy.IsInRounds)
            return Version;
        var round = Plan.RoundOf(part);
        return round == Version || round == Version - 1
            ? round
            : throw new InvalidOperationException($"Part {part} needs block {Slice.Index} at version {round}, but it is at {Version}.");
    }

    /// <summary>Reads its parameters and averages at the version of <see cref="VersionFor"/>.</summary>
    /// <param name="part">The part's number.</param>
    /// <param name="target">Written to; the block's length.</param>
    /// <returns>The version.</returns>
    public long Pull(long part, Span<float> target)
    {
        var version = VersionFor(part);
        Read(version == Version ? weights : previous!, target);
        return version;
    }

    /// <summary>Reads its parameters and averages as they are.</summary>
    /// <param name="target">Written to; the block's length.</param>
    public void Read(Span<float> target) => Read(weights, target);

    /// <summary>Takes a gradient.</summary>
    /// <param name="push">The gradient.</param>
    /// <exception cref="ArgumentException">It is from a version that the block has not reached, or is no gradient of it.</exception>
    public unsafe PushAnswer Push(GradientPush push)
    {
        if (push.BaseVersion < 0 || push.BaseVersion > Version)
            throw new ArgumentException(
                $"A gradient for block {Slice.Index} must be from a version from 0 to {Version}, but is from {push.BaseVersion}.",
                nameof(push)
            );
        var rounds = Plan.Policy.IsInRounds ? Version - Plan.RoundOf(push.Sequence) : 0;
        // What an earlier round left out is not kept apart from what it took.
        if (rounds > 1 || (rounds == 1 && parts.Add(push.Sequence)))
        {
            Counts.Late++;
            return new PushAnswer(PushOutcome.Late, Version);
        }

        if (parts.Contains(push.Sequence) || waiting.ContainsKey(push.Sequence))
        {
            Counts.Duplicates++;
            return new PushAnswer(PushOutcome.Duplicate, Version);
        }

        var alone = !Plan.Policy.IsInRounds && Plan.Policy.GradientsPerUpdate(Plan.Workers) == 1;
        var values = alone ? gradient : empty(Slice.Length).DetachFromDisposeScope();
        GradientCodec.Decode(Slice, push.Format, push.Gradient, new Span<float>(TensorMemory.Pointer(values), Slice.Length));
        var taken = new WaitingGradient(push.Worker, push.BaseVersion, (double)push.Examples / Plan.BatchSize, values);
        Counts.Taken++;
        if (Plan.Policy.IsInRounds)
        {
            waiting.Add(push.Sequence, taken);
            RunRounds();
        }
        else
        {
            parts.Add(push.Sequence);
            arrived.Add(taken);
            if (arrived.Count >= Plan.Policy.GradientsPerUpdate(Plan.Workers))
                Flush();
        }

        return new PushAnswer(PushOutcome.Taken, Version);
    }

    /// <summary>Makes an update of gradients that wait for others, where a training pauses or ends. Rounds are never cut.</summary>
    public void Flush()
    {
        if (arrived.Count == 0)
            return;
        Apply(arrived);
        arrived.Clear();
    }

    /// <summary>All parts below a number are done or left out; none of them will be taken any more.</summary>
    /// <param name="below">The number.</param>
    public void Settle(long below) => parts.AddBelow(below);

    /// <summary>The block's state, when no gradient waits; the caller's.</summary>
    /// <exception cref="InvalidOperationException">A gradient waits for others.</exception>
    public BlockState State()
    {
        if (arrived.Count + waiting.Count > 0)
            throw new InvalidOperationException(
                $"Block {Slice.Index} must be at rest, but {arrived.Count + waiting.Count} gradients wait for others; flush it."
            );
        var kept = update.State.ToImmutableSortedDictionary(
            s => s.Key,
            s => s.Value.clone().DetachFromDisposeScope(),
            StringComparer.Ordinal
        );
        var has = new PartSet();
        has.Become(parts);
        return new BlockState(Slice.Index, Version, has, weights.clone().DetachFromDisposeScope(), kept);
    }

    /// <summary>Goes back to a state.</summary>
    /// <param name="state">A state of this block; stays the caller's.</param>
    /// <exception cref="ArgumentException">It is another block's.</exception>
    public void Restore(BlockState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        if (state.Index != Slice.Index || state.Weights.numel() != Slice.Length)
            throw new ArgumentException(
                $"The state must be of block {Slice.Index} with {Slice.Length} numbers, but is of "
                    + $"{state.Index} with {state.Weights.numel()}.",
                nameof(state)
            );
        using var noGrad = no_grad();
        Drop();
        weights.copy_(state.Weights);
        update.Restore(state.Update);
        Version = state.Version;
        parts.Become(state.Parts);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Drop();
        update.Dispose();
        module.Dispose();
        weights.Dispose();
        gradient.Dispose();
        previous?.Dispose();
    }

    private unsafe void Read(Tensor from, Span<float> target) =>
        new ReadOnlySpan<float>(TensorMemory.Pointer(from), Slice.Length).CopyTo(target);

    private void Drop()
    {
        foreach (var left in waiting.Values.Concat(arrived).Where(left => !ReferenceEquals(left.Values, gradient)))
            left.Values.Dispose();
        waiting.Clear();
        arrived.Clear();
    }

    private void RunRounds()
    {
        while (Round() is { } gradients)
        {
            previous!.copy_(weights);
            parts.AddBelow(Plan.PartsOf(Version).First);
            foreach (var part in gradients)
                parts.Add(part);
            var values = gradients.Select(part => waiting[part]).ToList();
            foreach (var part in gradients)
                waiting.Remove(part);
            Apply(values);
        }
    }

    // Those of the next round in the parts' order, where there are enough.
    private long[]? Round()
    {
        if (Version >= (long)Plan.RoundsPerEpoch * Plan.Epochs)
            return null;
        long[] here = [.. waiting.Keys.TakeWhile(part => Plan.RoundOf(part) == Version)];
        return here.Length >= Plan.NeededOf(Version) ? here : null;
    }

    private void Apply(List<WaitingGradient> gradients)
    {
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        var (all, scaled) = (0.0, 0.0);
        foreach (var one in gradients)
        {
            Counts.Count(one.Worker, Version - one.BaseVersion);
            all += one.Weight;
            scaled += one.Weight * ScaleOf(one);
        }

        if (gradients is not [var only] || !ReferenceEquals(only.Values, gradient))
            Mean(gradients, scaled);
        update.Run(rules.Schedule.At(Version) * (gradients.Count == 1 ? ScaleOf(gradients[0]) : scaled / all));
        foreach (var piece in Slice.Pieces.Where(p => p.Entry.IsAverage))
            weights.narrow(0, piece.FirstInBlock, piece.Length).copy_(gradient.narrow(0, piece.FirstInBlock, piece.Length));
        Version++;
    }

    // In their order, so that the bits are those of one process; a factor of 1 leaves the bits alone.
    private void Mean(List<WaitingGradient> gradients, double scaled)
    {
        var first = gradients[0];
        gradient.copy_(first.Values);
        if (gradients.Count > 1)
        {
            gradient.TimesInPlace(first.Weight * ScaleOf(first));
            foreach (var one in gradients.Skip(1))
                gradient.PlusInPlace(one.Values, one.Weight * ScaleOf(one));
            gradient.DividedByInPlace(scaled);
        }

        foreach (var one in gradients)
            one.Values.Dispose();
    }

    private double ScaleOf(WaitingGradient one) =>
        rules.Remedy == StalenessRemedy.DividedRate
            ? 1.0 / Math.Max(Math.Max(1, Plan.Policy.ExpectedStaleness(Plan.Workers)), Version - one.BaseVersion)
            : 1;
}
