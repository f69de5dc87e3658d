using System.Collections.Immutable;

namespace Generalization.Training.History;

/// <summary>What a training gave: plain data.</summary>
public sealed record TrainingHistory
{
    /// <summary>The epochs that were finished.</summary>
    public required ImmutableArray<EpochRecord> Epochs { get; init; }

    /// <summary>The loss of every step of the finished epochs.</summary>
    public required ImmutableArray<float> StepLosses { get; init; }

    /// <summary>For each training example the epoch since which it was always given its assigned label when its batch came, before the
    /// update; 0 for one that was not the last time. The largest numbers, and then the zeros, are what was memorized last.</summary>
    public required ImmutableArray<int> FittedSince { get; init; }

    /// <summary>The training set as trained, after the last epoch; null for a training that was cut off.</summary>
    public Evaluation? Train { get; init; }

    /// <summary>The test set with its true labels, after the last epoch; null for a training that was cut off or had none.</summary>
    public Evaluation? Test { get; init; }

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

    /// <summary>The best test accuracy at any evaluation; null if there was none.</summary>
    public double? BestTestAccuracy => Epochs.Select(e => e.TestAccuracy).Append(Test?.Accuracy).Max();

    /// <summary>One sentence: learned, memorized, both or neither; without a test set, whether the training set was fitted.</summary>
    /// <remarks>Fitted means a training accuracy of at least 99 %. Better than guessing means a test accuracy above 1/k by more than three
    /// standard deviations of guessing, √((1/k)(1 − 1/k)/n).</remarks>
    public string Verdict
    {
        get
        {
            if (Train is null || (Test is null && TestCount > 0))
                return $"cut off after {Epochs.Length} epochs";
            if (double.IsNaN(Train.Accuracy))
                return FormattableString.Invariant($"trained to a loss of {Train.Loss:G4} in {Epochs.Length} epochs")
                    + (Test is null ? ", no test set" : FormattableString.Invariant($", {Test.Loss:G4} on test"));
            var labels =
                ChangedCount == 0 ? "the training labels" : $"labels of which {Percent((double)ChangedCount / TrainCount)} are wrong";
            if (Test is null)
                return $"{(Train.Accuracy >= 0.99 ? "fitted" : "not fitted")}: {Percent(Train.Accuracy)} of {labels} in {Epochs.Length} "
                    + "epochs, no test set";
            var chance = 1.0 / ClassCount;
            var learned = Test.Accuracy > chance + 3 * Math.Sqrt(chance * (1 - chance) / TestCount);
            var kind = (Train.Accuracy >= 0.99, learned, ChangedCount > 0) switch
            {
                (true, true, false) => "learned",
                (true, true, true) => "learned and memorized",
                (true, false, _) => "memorized",
                (false, true, _) => "learned, not fitted",
                _ => "neither learned nor memorized",
            };
            return $"{kind}: {Percent(Train.Accuracy)} of {labels} in {Epochs.Length} epochs, {Percent(Test.Accuracy)} on test";
        }
    }

    /// <summary>The first of some epochs whose evaluation gave at least a training accuracy; null if none.</summary>
    /// <param name="epochs">The epochs, in their order.</param>
    /// <param name="accuracy">The accuracy, in 0..1.</param>
    public static EpochRecord? FirstWith(ImmutableArray<EpochRecord> epochs, double accuracy) =>
        epochs.FirstOrDefault(e => e.TrainAccuracy >= accuracy);

    private static string Percent(double fraction) => FormattableString.Invariant($"{100 * fraction:F1} %");
}
