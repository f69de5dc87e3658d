using Generalization.Inputs;
using static TorchSharp.torch;

namespace Generalization.Training.Metrics;

/// <summary>The share of examples whose label is among the K largest outputs; for data with labels, and not with real targets.</summary>
/// <remarks>Where equal outputs meet at the K-th place, libtorch chooses which of them counts.</remarks>
/// <param name="K">K, at least 1; as many as there are classes and more count every example. Top-1 is every history's accuracy.</param>
/// <exception cref="ArgumentOutOfRangeException">K is below 1.</exception>
public sealed record TopK(int K) : Metric
{
    /// <inheritdoc cref="TopK(int)" path="/param[@name='K']"/>
    public int K
    {
        get;
        init => field = Checked(value);
    } = Checked(K);

    /// <inheritdoc/>
    public override string Name => FormattableString.Invariant($"top-{K}");

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The batch has real targets.</exception>
    public override Tensor Sum(Tensor outputs, Batch batch)
    {
        ArgumentNullException.ThrowIfNull(outputs);
        ArgumentNullException.ThrowIfNull(batch);
        if (batch.Targets is not null)
            throw new ArgumentException(Needs(Name), nameof(batch));
        using var scope = NewDisposeScope();
        var (_, best) = outputs.topk((int)Math.Min(K, outputs.shape[1]), 1); // (n, K)
        return best.eq(batch.Labels.unsqueeze(1)).sum().MoveToOuterDisposeScope();
    }

    /// <summary>For example "top-5".</summary>
    public override string Describe() => Name;

    // The labels of real targets are zeros, so that a number would come out.
    internal static string Needs(string name) =>
        $"The metric {name} must have labels to compare with, but the data have real targets; leave it out, or write a metric of the "
        + "targets.";

    private static int Checked(int value) =>
        value >= 1 ? value : throw new ArgumentOutOfRangeException(nameof(K), $"K must be at least 1, but was {value}.");
}
