using System.Collections.Immutable;
using System.Globalization;
using Generalization.Identity;

namespace Generalization.Training.Schedules;

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
            throw new ArgumentException(
                $"There must be one more rate than boundaries, but there were {Rates.Length} and {Boundaries.Length}."
            );
        for (var i = 0; i < Boundaries.Length; i++)
            if (Boundaries[i] <= (i == 0 ? 0 : Boundaries[i - 1]))
                throw new ArgumentException($"Boundaries must increase from at least 1, but were {string.Join(", ", Boundaries)}.");
    }

    /// <summary>The rates.</summary>
    public ImmutableArray<double> Rates { get; }

    /// <summary>The first step of each later rate.</summary>
    public ImmutableArray<long> Boundaries { get; }

    /// <summary>For example "piecewise-constant, rates 0.1, 0.01, from steps 100".</summary>
    public override string Describe() =>
        $"piecewise-constant, rates {string.Join(", ", Rates.Select(Description.Number))}, from steps "
        + $"{string.Join(", ", Boundaries.Select(b => b.ToString(CultureInfo.InvariantCulture)))}";

    /// <inheritdoc/>
    public override double At(long step) => Rates[Boundaries.Count(b => step >= b)];
}
