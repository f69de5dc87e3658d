using System.Globalization;

namespace Generalization.Training.History;

/// <summary>The schedule gave a value that is no learning rate: it is not finite, or it is negative.</summary>
public sealed class NonFiniteLearningRateException : Exception
{
    internal NonFiniteLearningRateException(long step, double learningRate, string schedule, TrainingHistory history)
        : base(
            string.Create(
                CultureInfo.InvariantCulture,
                $"The schedule must give a learning rate that is finite and not negative, but gave {learningRate} at step {step} "
                    + $"({schedule}). Mend the schedule."
            )
        ) => (Step, LearningRate, History) = (step, learningRate, history);

    /// <summary>The step, from 0, which was not done.</summary>
    public long Step { get; }

    /// <summary>The value that the schedule gave.</summary>
    public double LearningRate { get; }

    /// <summary>What was finished before.</summary>
    public TrainingHistory History { get; }
}
