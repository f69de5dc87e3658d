using Generalization.Training.History;

namespace Generalization.Experiments.Kinds.NetworkTraining;

/// <summary>What a training gives, where experiments of any kind are looked at.</summary>
public static class TrainingExtensions
{
    extension(RunResult result)
    {
        /// <summary>The training's numbers; null for other kinds.</summary>
        public TrainingResult? Training => result.Numbers as TrainingResult;
    }

    extension(RunProgress progress)
    {
        /// <summary>Where the training is; null for other kinds, and where it has just begun.</summary>
        public TrainingProgress? Training => (progress.At as TrainingAt)?.Progress;
    }
}
