using Generalization.Distributed.Work;

namespace Generalization.Distributed.Workers;

/// <summary>Gradients of zeros, where only the times and the staleness are looked at.</summary>
public sealed class NoGradients : IPartGradients
{
    /// <inheritdoc/>
    public PartLoss Compute(WorkPart part, ReadOnlySpan<float> weights, Span<float> gradient)
    {
        gradient.Clear();
        return default;
    }

    /// <summary>Does nothing.</summary>
    public void Dispose() { }
}
