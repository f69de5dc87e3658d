using Generalization.Distributed.Work;

namespace Generalization.Distributed.Workers;

/// <summary>What computes the gradient of a part from flattened weights.</summary>
public interface IPartGradients : IDisposable
{
    /// <summary>Computes one.</summary>
    /// <param name="part">The part.</param>
    /// <param name="weights">The flattened network.</param>
    /// <param name="gradient">Written to: the gradient of the part's mean loss, and where an entry is an average its value after the
    /// part.</param>
    PartLoss Compute(WorkPart part, ReadOnlySpan<float> weights, Span<float> gradient);
}
