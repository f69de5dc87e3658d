using System.Globalization;
using Generalization.Distributed.Results;

namespace Generalization.Experiments.Kinds.DistributedTrainings;

/// <summary>Where a training by many workers is.</summary>
/// <param name="Epoch">The epoch that was ended last.</param>
/// <param name="Epochs">The most epochs.</param>
/// <param name="Left">The time that the others will take, by those that were ended.</param>
public sealed record DistributedAt(DistributedEpoch Epoch, int Epochs, TimeSpan Left) : KindProgress
{
    /// <inheritdoc/>
    public override string Words =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{ShortWords} · loss {Epoch.OnlineLoss:F3} · accuracy {100 * Epoch.OnlineAccuracy:F1} % · staleness {Epoch.MeanStaleness:F1}"
        );

    /// <inheritdoc/>
    public override string ShortWords => FormattableString.Invariant($"epoch {Epoch.Epoch}/{Epochs}");

    /// <inheritdoc/>
    public override TimeSpan? Remaining => Left;
}
