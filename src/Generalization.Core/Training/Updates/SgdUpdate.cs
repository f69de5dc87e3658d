using Generalization.Torch;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Generalization.Training.Updates;

/// <summary>v ← μv + g + λw, w ← w − ηv, v = 0 at first, of all parameters that have a gradient.</summary>
/// <remarks>libtorch's fused operator passes once over each parameter and takes them all in one call, where single operators pass three
/// times; on a CPU it gives the same bits. TorchSharp does not export it, but a script function reaches it.</remarks>
internal sealed class SgdUpdate : IUpdate
{
    private const string Script = """
        def update(weights: List[Tensor], gradients: List[Tensor], velocities: List[Tensor], momentum: float, rate: float):
            torch._fused_sgd_(weights, gradients, velocities, weight_decay=0.0, momentum=momentum, lr=rate,
                dampening=0.0, nesterov=False, maximize=False, is_first_step=False)

        """;

    private readonly double momentum;
    private readonly Group[] groups;

    // One for the process: TorchSharp does not give a compiled script's memory back.
    private static readonly Lazy<jit.CompilationUnit> Compiled = new(() => jit.compile(Script));

    public SgdUpdate(nn.Module network, Sgd options)
    {
        momentum = options.Momentum;
        double DecayOf(Parameter p) => options.WeightDecayOn == DecayedParameters.All || p.dim() >= 2 ? options.WeightDecay : 0;
        groups =
        [
            .. network
                .named_parameters()
                .Where(p => p.parameter.requires_grad)
                .GroupBy(p => (Decay: DecayOf(p.parameter), p.parameter.dtype))
                .Select(g => new Group(g.Key.Decay, [.. g.Select(p => new Slot(p.name, p.parameter))])),
        ];
    }

    /// <summary>By parameter; without those that have had no gradient yet; none where μ = 0.</summary>
    public IReadOnlyDictionary<string, Tensor> State =>
        Slots.Where(s => s.Velocity is not null).ToDictionary(s => s.Name, s => s.Velocity!);

    private IEnumerable<Slot> Slots => groups.SelectMany(g => g.Slots);

    public void Run(double learningRate)
    {
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        foreach (var (decay, slots) in groups)
        {
            var (weights, gradients, velocities) = (
                new List<Tensor>(slots.Length),
                new List<Tensor>(slots.Length),
                new List<Tensor>(slots.Length)
            );
            foreach (var slot in slots)
            {
                if (slot.Weights.grad is not { } gradient)
                    continue;
                if (momentum > 0)
                    slot.Velocity ??= zeros_like(slot.Weights).DetachFromDisposeScope();
                // The operator's own decay rounds once where the two operations round twice.
                var decayed = decay == 0 ? gradient : gradient.Plus(slot.Weights, decay);
                if (IsFused(slot, decayed))
                {
                    weights.Add(slot.Weights);
                    gradients.Add(decayed);
                    if (slot.Velocity is not null)
                        velocities.Add(slot.Velocity);
                }
                else
                {
                    slot.Weights.PlusInPlace(slot.Velocity?.TimesInPlace(momentum).PlusInPlace(decayed) ?? decayed, -learningRate);
                }
            }

            if (weights.Count > 0)
                Compiled.Value.Run(
                    "update",
                    [
                        [.. weights],
                        [.. gradients],
                        [.. velocities],
                    ],
                    momentum,
                    learningRate
                );
        }
    }

    public void Restore(IReadOnlyDictionary<string, Tensor> state)
    {
        foreach (var name in state.Keys)
            if (!Slots.Any(s => s.Name == name))
                throw new ArgumentException(
                    $"Velocities must belong to the network's parameters, but {name} is not one of them.",
                    nameof(state)
                );
        using var noGrad = no_grad();
        foreach (var slot in Slots)
        {
            slot.Velocity?.Dispose();
            slot.Velocity = state.TryGetValue(slot.Name, out var kept)
                ? zeros_like(slot.Weights).DetachFromDisposeScope().copy_(kept)
                : null;
        }
    }

    public void Dispose()
    {
        foreach (var slot in Slots)
            slot.Velocity?.Dispose();
    }

    // The operator walks all three through memory side by side, so their strides must be the same; backward sees to it, unless a parameter
    // has gaps. What is left after the last whole vector (16 floats at most) it computes in float64.
    private static bool IsFused(Slot slot, Tensor gradient) =>
        gradient.numel() % 16 == 0
        && gradient.dtype is ScalarType.Float32 or ScalarType.Float64
        && gradient.dtype == slot.Weights.dtype
        && !gradient.is_sparse
        && slot.Weights.stride() is var strides
        && strides.SequenceEqual(gradient.stride())
        && (slot.Velocity is null || strides.SequenceEqual(slot.Velocity.stride()));

    private sealed record Group(double Decay, Slot[] Slots);

    private sealed class Slot(string name, Parameter weights)
    {
        public string Name { get; } = name;

        public Parameter Weights { get; } = weights;

        public Tensor? Velocity { get; set; }
    }
}
