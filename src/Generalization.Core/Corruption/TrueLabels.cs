using Generalization.Data;

namespace Generalization.Corruption;

/// <summary>Changes nothing: the true labels and pixels, the paper's reference.</summary>
/// <remarks>Source: section 2.1.</remarks>
public sealed record TrueLabels : DatasetCorruption
{
    /// <inheritdoc/>
    public override string Name => "true-labels";

    /// <inheritdoc/>
    public override double? LabelProbability => 0;

    /// <inheritdoc/>
    public override Dataset Apply(Dataset data, ulong seed, CancellationToken token = default) => data;
}
