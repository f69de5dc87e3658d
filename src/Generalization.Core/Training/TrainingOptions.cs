using System.Collections.Immutable;
using Generalization.Torch;
using Generalization.Training.History;
using Generalization.Training.Losses;
using Generalization.Training.Metrics;
using Generalization.Training.Schedules;
using Generalization.Training.Updates;

namespace Generalization.Training;

/// <summary>How a network is trained; knows no architecture.</summary>
/// <remarks>A value outside its range throws <see cref="ArgumentOutOfRangeException"/> where it is set.</remarks>
/// <param name="Schedule">The learning rate of each step.</param>
public sealed record TrainingOptions(LearningRateSchedule Schedule)
{
    /// <inheritdoc cref="TrainingOptions(LearningRateSchedule)" path="/param[@name='Schedule']"/>
    public LearningRateSchedule Schedule
    {
        get;
        init => field = value ?? throw new ArgumentNullException(nameof(Schedule));
    } = Schedule ?? throw new ArgumentNullException(nameof(Schedule));

    /// <summary>Examples in a step, at least 1; the last step of an epoch takes what is left. Default: 128.</summary>
    public int BatchSize
    {
        get;
        init => field = AtLeast(1, value, nameof(BatchSize));
    } = 128;

    /// <summary>How parameters follow their gradients. Default: SGD with momentum 0.9 and no weight decay.</summary>
    public Optimizer Optimizer
    {
        get;
        init => field = value ?? throw new ArgumentNullException(nameof(Optimizer));
    } = new Sgd();

    /// <summary>The loss that is minimized and reported. Default: softmax cross-entropy.</summary>
    public Loss Loss
    {
        get;
        init => field = value ?? throw new ArgumentNullException(nameof(Loss));
    } = new CrossEntropy();

    /// <summary>What the loss of an <see cref="IAuxiliaryOutput"/> is multiplied by where it is added to the main one's, at least 0;
    /// without a second head it does nothing. Default: 0.4, Inception V3's.</summary>
    public double AuxiliaryWeight
    {
        get;
        init =>
            field =
                value >= 0 && double.IsFinite(value)
                    ? value
                    : throw new ArgumentOutOfRangeException(
                        nameof(AuxiliaryWeight),
                        FormattableString.Invariant($"AuxiliaryWeight must be at least 0 and finite, but was {value}.")
                    );
    } = BackwardPass.UsualAuxiliaryWeight;

    /// <summary>What evaluations compute besides loss and accuracy, each under its name. Default: nothing.</summary>
    /// <exception cref="ArgumentException">It is no list, or two have one name.</exception>
    public ImmutableArray<Metric> Metrics
    {
        get;
        init =>
            field =
                !value.IsDefault && value.All(m => m?.Name is not null) && value.Select(m => m.Name).Distinct().Count() == value.Length
                    ? value
                    : throw new ArgumentException(
                        "Metrics must be a list of metrics of different names, but "
                            + (
                                value.IsDefault
                                    ? "was default; [] is none."
                                    : $"was {string.Join(", ", value.Select(m => m?.Name ?? "null"))}."
                            ),
                        nameof(Metrics)
                    );
    } = [];

    /// <summary>The moving average of the weights that evaluations are done with. Default: none, they are done with the weights.</summary>
    public WeightAverage? WeightAverage { get; init; }

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
                    $"Layout must be one of {string.Join(", ", Enum.GetNames<MemoryLayout>())}, but was {value}."
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
                    $"Precision must be one of {string.Join(", ", Enum.GetNames<Precision>())}, but was {value}."
                );
    }

    /// <summary>The most epochs, at least 0. With 0 nothing is trained, and the network is still evaluated. Default: 150.</summary>
    public int Epochs
    {
        get;
        init => field = AtLeast(0, value, nameof(Epochs));
    } = 150;

    /// <summary>The rules that end the training earlier. Default: it ends when the training set is fitted.</summary>
    /// <exception cref="ArgumentException">It is no list of rules.</exception>
    public ImmutableArray<StoppingRule> StopWhen
    {
        get;
        init =>
            field =
                !value.IsDefault && value.All(rule => rule is not null)
                    ? value
                    : throw new ArgumentException(
                        $"StopWhen must be a list of rules, but {(value.IsDefault ? "was default" : "one was null")}; [] is none.",
                        nameof(StopWhen)
                    );
    } = [new Fitted()];

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
}
