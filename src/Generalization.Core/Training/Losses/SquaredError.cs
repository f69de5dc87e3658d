using Generalization.Inputs;
using Generalization.Torch;
using static TorchSharp.torch;

namespace Generalization.Training.Losses;

/// <summary>The squared distance between outputs and targets: Σ_c (f_c − y_c)² for each example, without a half.</summary>
/// <remarks>y is the data set's real target where it has some, else the label's one-hot vector of the length k.</remarks>
public sealed record SquaredError : Loss
{
    /// <inheritdoc/>
    public override Tensor Mean(Tensor outputs, Batch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        return Sum(outputs, batch).DividedBy(batch.Count);
    }

    /// <inheritdoc/>
    public override Tensor Sum(Tensor outputs, Batch batch)
    {
        ArgumentNullException.ThrowIfNull(outputs);
        ArgumentNullException.ThrowIfNull(batch);
        using var oneHot = batch.Targets is null ? nn.functional.one_hot(batch.Labels, outputs.shape[1]).to(outputs.dtype) : null; // (n, k)
        return outputs.sub(batch.Targets ?? oneHot!).Squared().sum();
    }

    /// <inheritdoc/>
    public override int? OutputCount(int classCount, int? targetCount) => targetCount ?? classCount;

    /// <summary>"squared-error".</summary>
    public override string Describe() => "squared-error";
}
