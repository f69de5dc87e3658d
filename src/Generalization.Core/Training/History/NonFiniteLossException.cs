using System.Globalization;

namespace Generalization.Training.History;

/// <summary>The loss is no longer a number: training diverged.</summary>
public sealed class NonFiniteLossException : Exception
{
    internal NonFiniteLossException(long step, double learningRate, float? last, TrainingHistory history)
        : base(
            string.Create(
                CultureInfo.InvariantCulture,
                $"The loss must stay finite, but was not at step {step} (learning rate {learningRate}, last "
                    + $"finite loss {(last is { } l ? l.ToString("G4", CultureInfo.InvariantCulture) : "none")}). {Remedy(step, last)}"
            )
        ) => (Step, LearningRate, LastFiniteLoss, History) = (step, learningRate, last, history);

    // The loss of the first step is that of the network as it was given.
    private static string Remedy(long step, float? last) =>
        step == 0 && last is null
            ? "No step was taken before it, so look at the inputs, the targets, the loss and the network."
            : "Lower the learning rate.";

    /// <summary>The step, from 0.</summary>
    public long Step { get; }

    /// <summary>Its learning rate.</summary>
    public double LearningRate { get; }

    /// <summary>The last loss that was finite; null if none was.</summary>
    public float? LastFiniteLoss { get; }

    /// <summary>What was finished before.</summary>
    public TrainingHistory History { get; }
}
