using System.Globalization;
using Generalization.Learning;

namespace Generalization.Experiments.Kinds.Audits;

/// <summary>Where an audit is.</summary>
/// <param name="Progress">What the audit says.</param>
public sealed record AuditAt(LearningProgress Progress) : KindProgress
{
    /// <inheritdoc/>
    public override string Words =>
        Progress.Phase
        + (
            Progress.Total is { } total and > 0
                ? string.Create(CultureInfo.InvariantCulture, $" · {100 * Math.Min(1, Progress.Done / total):F0} %")
                : ""
        );

    /// <inheritdoc/>
    public override string ShortWords => Progress.Phase.Split(": ")[0];
}
