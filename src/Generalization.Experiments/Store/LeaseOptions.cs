using System.Globalization;

namespace Generalization.Experiments.Store;

/// <summary>How the owner of a run shows that it is alive, and when others consider it dead.</summary>
/// <remarks>An owner that cannot show it for the time-out stops its own run. All times are measured by each process with its own monotonic
/// clock: a clock that jumps, or that differs between machines, does no harm.</remarks>
public sealed record LeaseOptions
{
    /// <summary>The time between two signs of life, positive. Default: 5 seconds.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not positive.</exception>
    public TimeSpan RenewEvery
    {
        get;
        init =>
            field =
                value > TimeSpan.Zero
                    ? value
                    : throw new ArgumentOutOfRangeException(
                        nameof(RenewEvery),
                        FormattableString.Invariant($"RenewEvery must be positive, but was {value}.")
                    );
    } = TimeSpan.FromSeconds(5);

    /// <summary>An owner without a sign of life for this long is considered dead; positive, at least three times <see cref="RenewEvery"/>,
    /// which <see cref="RunStore.Open"/> checks. Default: one minute, for file systems that show another machine's writes late.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not positive.</exception>
    public TimeSpan TimeOut
    {
        get;
        init =>
            field =
                value > TimeSpan.Zero
                    ? value
                    : throw new ArgumentOutOfRangeException(
                        nameof(TimeOut),
                        FormattableString.Invariant($"TimeOut must be positive, but was {value}.")
                    );
    } = TimeSpan.FromMinutes(1);

    internal LeaseOptions Checked() =>
        TimeOut >= 3 * RenewEvery
            ? this
            : throw new ArgumentException(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"TimeOut must be at least three times RenewEvery, but was {TimeOut} with {RenewEvery}: one late sign of "
                        + $"life would be taken for death."
                )
            );
}
