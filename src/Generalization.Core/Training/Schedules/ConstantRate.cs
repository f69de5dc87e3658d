namespace Generalization.Training.Schedules;

/// <summary>One rate for all steps.</summary>
/// <param name="Rate">η, positive.</param>
public sealed record ConstantRate(double Rate) : LearningRateSchedule
{
    /// <inheritdoc cref="ConstantRate(double)" path="/param[@name='Rate']"/>
    public double Rate { get; } = Positive(Rate, nameof(Rate));

    /// <summary>For example "constant-rate 0.1".</summary>
    public override string Describe() => FormattableString.Invariant($"constant-rate {Rate:R}");

    /// <inheritdoc/>
    public override double At(long step) => Rate;
}
