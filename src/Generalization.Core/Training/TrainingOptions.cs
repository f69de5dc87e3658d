using System.Collections.Immutable;
using Generalization.Torch;
using Generalization.Training.History;
using Generalization.Training.Schedules;
using Generalization.Training.Updates;

namespace Generalization.Training;

/// <summary>How a network is trained; knows no architecture.</summary>
/// <remarks>A value outside its range throws <see cref="ArgumentOutOfRangeException"/> where it is set.</remarks>
/// <param name="Schedule">The learning rate of each step.</param>
public sealed record TrainingOptions(LearningRateSchedule Schedule)
{
    /// <summary>Examples in a step, at least 1; the last step of an epoch takes what is left. Default: 128.</summary>
    public int BatchSize
    {
        get;
        init => field = AtLeast(1, value, nameof(BatchSize));
    } = 128;

    /// <summary>Momentum μ, in [0, 1): v ← μv + g, w ← w − ηv. Default: 0.9.</summary>
    public double Momentum
    {
        get;
        init => field = Range(value, 0, 1, nameof(Momentum));
    } = 0.9;

    /// <summary>Weight decay λ, in [0, 1): g ← g + λw, on <see cref="WeightDecayOn"/>. Default: 0.</summary>
    public double WeightDecay
    {
        get;
        init => field = Range(value, 0, 1, nameof(WeightDecay));
    }

    /// <summary>Which parameters weight decay acts on. Default: all.</summary>
    public DecayedParameters WeightDecayOn { get; init; }

    /// <summary>How inputs and the weights of convolutions lie in memory while training; values and shapes are the same. Default:
    /// contiguous.</summary>
    public MemoryLayout Layout
    {
        get;
        init =>
            field = Enum.IsDefined(value)
                ? value
                : throw new ArgumentOutOfRangeException(
                    nameof(Layout),
                    "Layout must be one of " + $"{string.Join(", ", Enum.GetNames<MemoryLayout>())}, but " + $"was {value}."
                );
    }

    /// <summary>What convolutions, linear layers and matrix products compute in. Default: float32.</summary>
    public Precision Precision
    {
        get;
        init =>
            field = Enum.IsDefined(value)
                ? value
                : throw new ArgumentOutOfRangeException(
                    nameof(Precision),
                    "Precision must be one of " + $"{string.Join(", ", Enum.GetNames<Precision>())}, but " + $"was {value}."
                );
    }

    /// <summary>The most epochs, at least 0, which trains nothing and still evaluates. Default: 150.</summary>
    public int Epochs
    {
        get;
        init => field = AtLeast(0, value, nameof(Epochs));
    } = 150;

    /// <summary>What ends the training before. Default: when the training set is fitted.</summary>
    public ImmutableArray<StoppingRule> StopWhen { get; init; } = [new Fitted()];

    /// <summary>The test set is evaluated after every so many epochs, and at the end; 0 for the end alone. Default: 1.</summary>
    public int EvaluateTestEvery
    {
        get;
        init => field = AtLeast(0, value, nameof(EvaluateTestEvery));
    } = 1;

    /// <summary>The training set is evaluated after an epoch whose online accuracy reaches this, in [0, 1], and at the end. Dropout and
    /// augmentation keep the online accuracy below the evaluated one: choose less there, 0 for every epoch. Default: 0.9.</summary>
    public double EvaluateTrainingFrom
    {
        get;
        init =>
            field = value is >= 0 and <= 1
                ? value
                : throw new ArgumentOutOfRangeException(
                    nameof(EvaluateTrainingFrom),
                    FormattableString.Invariant($"EvaluateTrainingFrom must lie in [0, 1], but was {value}.")
                );
    } = 0.9;

    /// <summary>The steps of an epoch, ⌈n / batch size⌉.</summary>
    /// <param name="trainCount">n, the number of training examples, at least 1.</param>
    public int StepsPerEpoch(int trainCount) => (int)(((long)AtLeast(1, trainCount, nameof(trainCount)) + BatchSize - 1) / BatchSize);

    private static int AtLeast(int least, int value, string name) =>
        value >= least ? value : throw new ArgumentOutOfRangeException(name, $"{name} must be at least {least}, but was {value}.");

    private static double Range(double value, double least, double below, string name) =>
        value >= least && value < below
            ? value
            : throw new ArgumentOutOfRangeException(
                name,
                FormattableString.Invariant($"{name} must lie in [{least}, {below}), but was {value}.")
            );
}
