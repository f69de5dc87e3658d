using Generalization.Torch;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Generalization.Training.Updates;

/// <summary>An update that goes through the parameters one by one and keeps some tensors of each one's shape, 0 at first, and how often it
/// was updated.</summary>
internal abstract class SlotUpdate : IUpdate
{
    private const string Steps = "steps";

    private readonly string[] kinds;
    private readonly Slot[] slots;

    protected SlotUpdate(nn.Module network, DecayingOptimizer optimizer, params string[] kinds)
    {
        this.kinds = kinds;
        slots =
        [
            .. network
                .named_parameters()
                .Where(p => p.parameter.requires_grad)
                .Select(p => new Slot(
                    p.name,
                    p.parameter,
                    optimizer.WeightDecayOn == DecayedParameters.All || p.parameter.dim() >= 2 ? optimizer.WeightDecay : 0
                )),
        ];
    }

    public IReadOnlyDictionary<string, Tensor> State =>
        slots
            .Where(s => s.Kept.Length > 0)
            .SelectMany(s =>
                kinds
                    .Zip(s.Kept, (kind, tensor) => (Name: $"{s.Name}.{kind}", Tensor: tensor))
                    .Append((Name: $"{s.Name}.{Steps}", Tensor: s.Steps!))
            )
            .ToDictionary(t => t.Name, t => t.Tensor);

    public void Run(double learningRate)
    {
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        foreach (var slot in slots)
        {
            if (slot.Weights.grad is not { } gradient)
                continue;
            if (gradient.is_sparse)
                throw new NotSupportedException(
                    $"{GetType().Name} needs dense gradients, but that of {slot.Name} is sparse; make the layer without sparse gradients."
                );
            if (slot.Kept.Length == 0)
                slot.Keep([.. kinds.Select(_ => zeros_like(slot.Weights))], 0);
            slot.Count++;
            slot.Steps!.FillInPlace(slot.Count);
            Step(slot.Weights, gradient, slot.Decay, slot.Kept, slot.Count, learningRate);
        }
    }

    public void Restore(IReadOnlyDictionary<string, Tensor> state)
    {
        ArgumentNullException.ThrowIfNull(state);
        var known = slots.SelectMany(s => kinds.Append(Steps).Select(k => $"{s.Name}.{k}")).ToHashSet();
        if (state.Keys.FirstOrDefault(name => !known.Contains(name)) is { } other)
            throw new ArgumentException(
                $"A kept state must belong to the network's parameters, but {other} is not one of them.",
                nameof(state)
            );
        using var noGrad = no_grad();
        foreach (var slot in slots)
        {
            slot.Dispose();
            if (!state.TryGetValue($"{slot.Name}.{Steps}", out var steps))
                continue;
            slot.Keep([.. kinds.Select(k => zeros_like(slot.Weights).copy_(state[$"{slot.Name}.{k}"]))], steps.cpu().item<long>());
        }
    }

    public void Dispose()
    {
        foreach (var slot in slots)
            slot.Dispose();
    }

    /// <summary>One step of one parameter, its count-th from 1, with the tensors kept in the order of the kinds; runs in a dispose scope
    /// and without gradients.</summary>
    protected abstract void Step(Tensor weights, Tensor gradient, double decay, Tensor[] kept, long count, double learningRate);

    private sealed class Slot(string name, Parameter weights, double decay) : IDisposable
    {
        public string Name { get; } = name;

        public Parameter Weights { get; } = weights;

        public double Decay { get; } = decay;

        public Tensor[] Kept { get; private set; } = [];

        // On the host, for checkpoints.
        public Tensor? Steps { get; private set; }

        public long Count { get; set; }

        public void Keep(Tensor[] tensors, long count)
        {
            foreach (var kept in tensors)
                kept.DetachFromDisposeScope();
            (Kept, Count, Steps) = (tensors, count, tensor(count).DetachFromDisposeScope());
        }

        public void Dispose()
        {
            foreach (var kept in Kept)
                kept.Dispose();
            Steps?.Dispose();
            (Kept, Steps, Count) = ([], null, 0);
        }
    }
}
