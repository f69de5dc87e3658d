using Generalization.Identity;

namespace Generalization.Training.Schedules;

/// <summary>The learning rate of each step, counted from 0.</summary>
public abstract record LearningRateSchedule : IDescribed
{
    /// <summary>The learning rate of a step.</summary>
    /// <param name="step">The step, from 0.</param>
    public abstract double At(long step);

    /// <summary>What the schedule is, with all its parameters, for checkpoints. Default: the type's full name and every value that it
    /// holds.</summary>
    public virtual string Describe() => Description.ByType(this);

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
