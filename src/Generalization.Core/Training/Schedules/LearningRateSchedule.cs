using System.Collections.Immutable;

namespace Generalization.Training.Schedules;

/// <summary>The learning rate of each step, counted from 0.</summary>
public abstract record LearningRateSchedule
{
    /// <summary>The learning rate of a step.</summary>
    /// <param name="step">The step, from 0.</param>
    public abstract double At(long step);

    private protected static double Positive(double value, string name) =>
        value > 0 && double.IsFinite(value)
            ? value
            : throw new ArgumentOutOfRangeException(
                name,
                FormattableString.Invariant($"{name} must be positive and finite, but was {value}.")
            );

    private protected static int AtLeastOne(int value, string name) =>
        value >= 1 ? value : throw new ArgumentOutOfRangeException(name, $"{name} must be at least 1, but was {value}.");
}
