using System.Collections.Immutable;

namespace Generalization.Training.Schedules;

/// <summary>One rate for all steps.</summary>
/// <param name="Rate">η, positive.</param>
public sealed record ConstantRate(double Rate) : LearningRateSchedule
{
    /// <inheritdoc cref="ConstantRate(double)" path="/param[@name='Rate']"/>
    public double Rate { get; } = Positive(Rate, nameof(Rate));

    /// <inheritdoc/>
    public override double At(long step) => Rate;
}
