using Generalization.Data;

namespace Generalization.Training.Observers;

/// <summary>What a run says that it is; the trainer checks it against what it sees. What is null is not stated and not checked.</summary>
public sealed record TrainingDeclaration
{
    /// <summary>The share p of training labels that were drawn anew uniformly, in [0, 1]; 0 for true labels. Other label noise leaves it
    /// null.</summary>
    public double? LabelProbability
    {
        get;
        init =>
            field = value is null or (>= 0 and <= 1)
                ? value
                : throw new ArgumentOutOfRangeException(
                    nameof(LabelProbability),
                    FormattableString.Invariant($"LabelProbability must lie in [0, 1], but was {value}.")
                );
    }

    /// <summary>Whether the network has batch normalization.</summary>
    public bool? BatchNorm { get; init; }

    /// <summary>Whether the network has dropout.</summary>
    public bool? Dropout { get; init; }

    /// <summary>Whether training inputs change from epoch to epoch.</summary>
    public bool? Augmentation { get; init; }

    /// <summary>Weight decay λ; 0 for none.</summary>
    public double? WeightDecay { get; init; }

    /// <summary>Trainable parameters.</summary>
    public long? Parameters { get; init; }

    /// <summary>The training set's <see cref="ContentHash"/>, 64 hexadecimal digits.</summary>
    public string? DataHash { get; init; }
}
