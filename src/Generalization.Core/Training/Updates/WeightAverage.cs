using Generalization.Identity;

namespace Generalization.Training.Updates;

/// <summary>A moving average of the weights, ŵ ← d·ŵ + (1 − d)·w after each step, ŵ = w at first, with which evaluations are
/// done.</summary>
/// <remarks>It is of the trainable parameters and of the buffers of floating-point numbers, such as running averages. Training goes on
/// with w; a network whose training has ended is left with ŵ, and one whose training was cancelled with w. Source:
/// tf.train.ExponentialMovingAverage.</remarks>
/// <param name="Decay">d, in [0, 1); Inception V3's is 0.9999.</param>
/// <param name="Rising">Whether d is at most (1 + t) / (10 + t) at step t, from 0, as in TensorFlow where it counts steps: the first
/// weights are then soon forgotten. Default: false.</param>
/// <exception cref="ArgumentOutOfRangeException">d is outside [0, 1).</exception>
public sealed record WeightAverage(double Decay, bool Rising = false) : IDescribed
{
    /// <inheritdoc cref="WeightAverage(double, bool)" path="/param[@name='Decay']"/>
    public double Decay
    {
        get;
        init => field = Checked(value);
    } = Checked(Decay);

    /// <summary>d at a step.</summary>
    /// <param name="step">The step, from 0.</param>
    public double At(long step) => Rising ? Math.Min(Decay, (1.0 + step) / (10 + step)) : Decay;

    /// <summary>For example "moving average, decay 0.9999".</summary>
    public string Describe() => FormattableString.Invariant($"moving average, decay {Decay:R}{(Rising ? ", rising" : "")}");

    private static double Checked(double value) =>
        value is >= 0 and < 1
            ? value
            : throw new ArgumentOutOfRangeException(
                nameof(Decay),
                FormattableString.Invariant($"Decay must lie in [0, 1), but was {value}.")
            );
}
