using System.Collections.Immutable;

namespace Generalization.Training;

/// <summary>The learning rate of each step, counted from 0.</summary>
public abstract record LearningRateSchedule
{
    /// <summary>The learning rate of a step.</summary>
    /// <param name="step">The step, from 0.</param>
    public abstract double At(long step);

    private protected static double Positive(double value, string name) => value > 0 && double.IsFinite(value)
        ? value : throw new ArgumentOutOfRangeException(name, FormattableString.Invariant($"{name} must be positive and finite, but was {value}."));

    private protected static int AtLeastOne(int value, string name) => value >= 1
        ? value : throw new ArgumentOutOfRangeException(name, $"{name} must be at least 1, but was {value}.");
}

/// <summary>One rate for all steps.</summary>
/// <param name="Rate">η, positive.</param>
public sealed record ConstantRate(double Rate) : LearningRateSchedule
{
    /// <inheritdoc cref="ConstantRate(double)" path="/param[@name='Rate']"/>
    public double Rate { get; } = Positive(Rate, nameof(Rate));

    /// <inheritdoc/>
    public override double At(long step) => Rate;
}

/// <summary>Multiplies the rate by a factor every so many steps: η·f^⌊step/s⌋.</summary>
/// <remarks>The paper's: 0.95 after every epoch of 50,000 images, which is 391 steps at batch 128. Source: appendix A.</remarks>
/// <param name="Initial">η, positive.</param>
/// <param name="Factor">f, in (0, 1]. Default: 0.95.</param>
/// <param name="Every">s, at least 1. Default: 391.</param>
public sealed record ExponentialDecay(double Initial, double Factor = 0.95, int Every = 391) : LearningRateSchedule
{
    /// <inheritdoc cref="ExponentialDecay(double, double, int)" path="/param[@name='Initial']"/>
    public double Initial { get; } = Positive(Initial, nameof(Initial));

    /// <inheritdoc cref="ExponentialDecay(double, double, int)" path="/param[@name='Factor']"/>
    public double Factor { get; } = Factor is > 0 and <= 1
        ? Factor : throw new ArgumentOutOfRangeException(nameof(Factor), FormattableString.Invariant($"Factor must lie in (0, 1], but was {Factor}."));

    /// <inheritdoc cref="ExponentialDecay(double, double, int)" path="/param[@name='Every']"/>
    public int Every { get; } = AtLeastOne(Every, nameof(Every));

    /// <inheritdoc/>
    public override double At(long step) => Initial * Math.Pow(Factor, step / Every);
}

/// <summary>Falls from the initial rate to zero along half a cosine: η·(1 + cos(π·step/s))/2, zero after s steps.</summary>
/// <param name="Initial">η, positive.</param>
/// <param name="Steps">s, at least 1.</param>
public sealed record CosineAnnealing(double Initial, int Steps) : LearningRateSchedule
{
    /// <inheritdoc cref="CosineAnnealing(double, int)" path="/param[@name='Initial']"/>
    public double Initial { get; } = Positive(Initial, nameof(Initial));

    /// <inheritdoc cref="CosineAnnealing(double, int)" path="/param[@name='Steps']"/>
    public int Steps { get; } = AtLeastOne(Steps, nameof(Steps));

    /// <inheritdoc/>
    public override double At(long step) => step >= Steps ? 0 : Initial * (1 + Math.Cos(Math.PI * step / Steps)) / 2;
}

/// <summary>One rate up to each boundary and another from it on.</summary>
public sealed record PiecewiseConstant : LearningRateSchedule
{
    /// <summary>Rates and the steps at which the next one begins.</summary>
    /// <param name="rates">The rates, positive, one more than boundaries.</param>
    /// <param name="boundaries">The first step of each later rate, increasing, at least 1.</param>
    /// <exception cref="ArgumentException">The numbers do not fit, or the boundaries do not increase.</exception>
    public PiecewiseConstant(IEnumerable<double> rates, IEnumerable<long> boundaries)
    {
        (Rates, Boundaries) = ([.. rates.Select(r => Positive(r, nameof(rates)))], [.. boundaries]);
        if (Rates.Length != Boundaries.Length + 1)
            throw new ArgumentException($"There must be one more rate than boundaries, but there were {Rates.Length} and {Boundaries.Length}.");
        for (var i = 0; i < Boundaries.Length; i++)
            if (Boundaries[i] <= (i == 0 ? 0 : Boundaries[i - 1]))
                throw new ArgumentException($"Boundaries must increase from at least 1, but were {string.Join(", ", Boundaries)}.");
    }

    /// <summary>The rates.</summary>
    public ImmutableArray<double> Rates { get; }

    /// <summary>The first step of each later rate.</summary>
    public ImmutableArray<long> Boundaries { get; }

    /// <inheritdoc/>
    public override double At(long step) => Rates[Boundaries.Count(b => step >= b)];
}
