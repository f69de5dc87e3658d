namespace Generalization.Training.Schedules;

/// <summary>Multiplies the rate by a factor every so many steps: η·f^⌊step/s⌋.</summary>
/// <remarks>The paper's: 0.95 after every epoch of 50,000 images, which is 391 steps at batch 128. Source: appendix A.</remarks>
/// <param name="Initial">η, positive.</param>
/// <param name="Factor">f, in (0, 1]. Default: 0.95.</param>
/// <param name="Every">s, at least 1. Default: 391.</param>
public sealed record ExponentialDecay(double Initial, double Factor = ExponentialDecay.PaperFactor, int Every = ExponentialDecay.PaperSteps)
    : LearningRateSchedule
{
    /// <summary>The paper's f.</summary>
    public const double PaperFactor = 0.95;

    /// <summary>The paper's s: an epoch of 50,000 images at batch 128.</summary>
    public const int PaperSteps = 391;

    /// <inheritdoc cref="ExponentialDecay(double, double, int)" path="/param[@name='Initial']"/>
    public double Initial { get; } = Positive(Initial, nameof(Initial));

    /// <inheritdoc cref="ExponentialDecay(double, double, int)" path="/param[@name='Factor']"/>
    public double Factor { get; } =
        Factor is > 0 and <= 1
            ? Factor
            : throw new ArgumentOutOfRangeException(
                nameof(Factor),
                FormattableString.Invariant($"Factor must lie in (0, 1], but was {Factor}.")
            );

    /// <inheritdoc cref="ExponentialDecay(double, double, int)" path="/param[@name='Every']"/>
    public int Every { get; } = AtLeastOne(Every, nameof(Every));

    /// <summary>For example "exponential-decay, initial 0.1, factor 0.95, every 391 steps".</summary>
    public override string Describe() =>
        FormattableString.Invariant($"exponential-decay, initial {Initial:R}, factor {Factor:R}, every {Every} steps");

    /// <inheritdoc/>
    public override double At(long step) => Initial * Math.Pow(Factor, step / Every);
}
