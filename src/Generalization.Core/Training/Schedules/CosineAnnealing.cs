namespace Generalization.Training.Schedules;

/// <summary>Falls from the initial rate to zero along half a cosine: η·(1 + cos(π·step/s))/2, zero after s steps.</summary>
/// <param name="Initial">η, positive.</param>
/// <param name="Steps">s, at least 1.</param>
public sealed record CosineAnnealing(double Initial, int Steps) : LearningRateSchedule
{
    /// <inheritdoc cref="CosineAnnealing(double, int)" path="/param[@name='Initial']"/>
    public double Initial { get; } = Positive(Initial, nameof(Initial));

    /// <inheritdoc cref="CosineAnnealing(double, int)" path="/param[@name='Steps']"/>
    public int Steps { get; } = AtLeastOne(Steps, nameof(Steps));

    /// <summary>For example "cosine-annealing, initial 0.1, over 1000 steps".</summary>
    public override string Describe() => FormattableString.Invariant($"cosine-annealing, initial {Initial:R}, over {Steps} steps");

    /// <inheritdoc/>
    public override double At(long step) => step >= Steps ? 0 : Initial * (1 + Math.Cos(Math.PI * step / Steps)) / 2;
}
