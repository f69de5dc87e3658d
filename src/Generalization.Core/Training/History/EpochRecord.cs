using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Generalization.Training.History;

/// <summary>The numbers of one epoch. Accuracies are fractions. A number is null where it was not evaluated or does not apply.</summary>
/// <param name="Epoch">The epoch, from 1.</param>
/// <param name="Steps">Steps so far.</param>
/// <param name="LearningRate">That of the epoch's last step.</param>
/// <param name="OnlineLoss">Mean loss over the epoch's minibatches.</param>
/// <param name="OnlineAccuracy">Running accuracy over the epoch's minibatches; not a number where real targets are learned.</param>
/// <param name="OnlineCleanSubsetAccuracy">The same over the examples whose label is the true one.</param>
/// <param name="OnlineCorruptedSubsetAccuracy">The same over the changed examples, against the labels trained on.</param>
/// <param name="TrainLoss">Training loss in evaluation mode.</param>
/// <param name="TrainAccuracy">Training accuracy in evaluation mode.</param>
/// <param name="CleanSubsetAccuracy">That over the unchanged examples.</param>
/// <param name="CorruptedSubsetAccuracy">That over the changed examples, against the labels trained on.</param>
/// <param name="TestLoss">Test loss.</param>
/// <param name="TestAccuracy">Test accuracy.</param>
/// <param name="Seconds">Training with its evaluations up to here.</param>
public sealed record EpochRecord(
    int Epoch,
    long Steps,
    double LearningRate,
    double OnlineLoss,
    double OnlineAccuracy,
    double? OnlineCleanSubsetAccuracy,
    double? OnlineCorruptedSubsetAccuracy,
    double? TrainLoss,
    double? TrainAccuracy,
    double? CleanSubsetAccuracy,
    double? CorruptedSubsetAccuracy,
    double? TestLoss,
    double? TestAccuracy,
    double Seconds
)
{
    /// <summary>The loss on the images that were held out of training; null where there are none or they were not evaluated.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? ValidationLoss { get; init; }

    /// <summary>The accuracy on the images that were held out of training, against the labels that were trained on; null where there are
    /// none or they were not evaluated.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? ValidationAccuracy { get; init; }

    /// <summary>The values of the metrics on the training set, in evaluation mode, by their names; null where it was not evaluated or none
    /// was asked for.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ImmutableSortedDictionary<string, double>? TrainMetrics { get; init; }

    /// <summary>The values of the metrics on the test set, by their names; null where it was not evaluated or none was asked
    /// for.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ImmutableSortedDictionary<string, double>? TestMetrics { get; init; }

    /// <summary>What an epoch is chosen by, the larger the better: the accuracy on the held-out images, and where real targets are learned
    /// the negative loss.</summary>
    internal double? ValidationMerit => Merit(ValidationAccuracy, ValidationLoss);

    /// <summary>The same of the test set.</summary>
    internal double? TestMerit => Merit(TestAccuracy, TestLoss);

    private static double? Merit(double? accuracy, double? loss) => accuracy is double.NaN ? -loss : accuracy;
}
