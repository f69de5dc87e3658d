using System.Collections.Immutable;
using Generalization.Learning;

namespace Generalization.Training.History;

/// <summary>The outcome of a training: plain data.</summary>
public sealed record TrainingHistory
{
    /// <summary>The epochs that were finished.</summary>
    public required ImmutableArray<EpochRecord> Epochs { get; init; }

    /// <summary>The loss of every step of the finished epochs.</summary>
    public required ImmutableArray<float> StepLosses { get; init; }

    /// <summary>For each training example, the epoch since which it got its assigned label each time its batch came, before the update; 0
    /// where it did not get it the last time. The largest numbers, and then the zeros, were memorized last.</summary>
    public required ImmutableArray<int> FittedSince { get; init; }

    /// <summary>The training set as trained, after the last epoch; null for a training that was cut off.</summary>
    public Evaluation? Train { get; init; }

    /// <summary>The test set with its true labels, after the last epoch; null for a training that was cut off or had none.</summary>
    public Evaluation? Test { get; init; }

    /// <summary>The class that each test example is given after the last epoch; empty for a training that was cut off, without a test set,
    /// and where real targets are learned.</summary>
    public ImmutableArray<int> TestPredictions { get; init; } = [];

    /// <summary>The training accuracy on unchanged examples; null where there is none.</summary>
    public double? CleanSubsetAccuracy { get; init; }

    /// <summary>The training accuracy on changed examples, against the labels trained on; null where there is none.</summary>
    public double? CorruptedSubsetAccuracy { get; init; }

    /// <summary>The number of training examples.</summary>
    public required int TrainCount { get; init; }

    /// <summary>How many training labels differ from the true ones.</summary>
    public required int ChangedCount { get; init; }

    /// <summary>The number of test examples; 0 where there is no test set.</summary>
    public required int TestCount { get; init; }

    /// <summary>The number of classes.</summary>
    public required int ClassCount { get; init; }

    /// <summary>What the labels alone say. Default: null, as many of each class, none of them drawn anew.</summary>
    public LabelFacts? Labels { get; init; }

    /// <summary>Trainable parameters.</summary>
    public required long Parameters { get; init; }

    /// <summary>Training with its evaluations, without loading.</summary>
    public required double Seconds { get; init; }

    /// <summary>Training images over the time of the training steps; null where there were none.</summary>
    public required double? ImagesPerSecond { get; init; }

    /// <summary>The device.</summary>
    public required string Device { get; init; }

    /// <summary>The seed.</summary>
    public required ulong Seed { get; init; }

    /// <summary>Steps done.</summary>
    public long Steps => StepLosses.Length;

    /// <summary>The first epoch whose evaluation gave a training accuracy of 1; null if none.</summary>
    public int? EpochsToFit => Epochs.FirstOrDefault(e => e.TrainAccuracy == 1)?.Epoch;

    /// <summary>The steps until then; null if never.</summary>
    public long? StepsToFit => Epochs.FirstOrDefault(e => e.TrainAccuracy == 1)?.Steps;

    /// <summary>The first epoch whose evaluation gave a training accuracy of at least 0.98; null if none.</summary>
    /// <remarks>A training that ends with a few examples unfitted has this, but no <see cref="EpochsToFit"/>.</remarks>
    public int? EpochsTo98 => FirstWith(Epochs, 0.98)?.Epoch;

    /// <summary>The first epoch whose evaluation gave a training accuracy of at least 0.95; null if none.</summary>
    public int? EpochsTo95 => FirstWith(Epochs, 0.95)?.Epoch;

    /// <summary>The epoch whose accuracy on the held-out images was best, or where real targets are learned whose loss on them was
    /// smallest; the first of several; null where none was evaluated.</summary>
    /// <remarks>Its test accuracy is that of early stopping, chosen without a look at the test set.</remarks>
    public EpochRecord? BestValidationEpoch => Epochs.Where(e => e.ValidationMerit is not null).MaxBy(e => e.ValidationMerit);

    /// <summary>The best test accuracy at any evaluation; null if there was none, and where real targets are learned. It is a maximum over
    /// the noise of the test set: nobody could have chosen that epoch without looking at the test set.</summary>
    public double? BestTestAccuracy => Epochs.Select(e => e.TestAccuracy).Append(Test?.Accuracy).Where(a => a is not double.NaN).Max();

    /// <summary>Whether it learned, memorized, both or neither; null for a training that was cut off, and where real targets are
    /// learned.</summary>
    public FitVerdict? Fit =>
        Train is null || (Test is null && TestCount > 0) || double.IsNaN(Train.Accuracy)
            ? null
            : new FitVerdict(
                Share(Train.Accuracy, TrainCount, Classes.LargestTrainClass),
                ChangedCount == 0 ? null : Share(CorruptedSubsetAccuracy ?? Train.Accuracy, ChangedCount, Classes.LargestChangedClass),
                Test is null ? null : Share(Test.Accuracy, TestCount, Classes.LargestTestClass),
                Classes.AllRandom
            );

    /// <summary>One sentence: learned, memorized, both or neither, as <see cref="FitVerdict"/> says; without a test set, whether the
    /// training set was fitted.</summary>
    public string Verdict =>
        Fit?.Describe(FormattableString.Invariant($"in {Epochs.Length} epochs"))
        ?? (
            Train is { } train && !(Test is null && TestCount > 0)
                ? FormattableString.Invariant($"trained to a loss of {train.Loss:G4} in {Epochs.Length} epochs")
                    + (Test is null ? ", no test set" : FormattableString.Invariant($", {Test.Loss:G4} on test"))
                : FormattableString.Invariant($"cut off after {Epochs.Length} epochs")
        );

    /// <summary>The first of some epochs whose evaluation gave at least a training accuracy; null if none.</summary>
    /// <param name="epochs">The epochs, in their order.</param>
    /// <param name="accuracy">The accuracy, in 0..1.</param>
    public static EpochRecord? FirstWith(ImmutableArray<EpochRecord> epochs, double accuracy) =>
        epochs.FirstOrDefault(e => e.TrainAccuracy >= accuracy);

    private LabelFacts Classes => Labels ?? new LabelFacts(false, 1.0 / ClassCount, 1.0 / ClassCount, 1.0 / ClassCount);

    private static MeasuredShare Share(double accuracy, int count, double largest) =>
        new((int)Math.Round(accuracy * count), count, largest);
}
