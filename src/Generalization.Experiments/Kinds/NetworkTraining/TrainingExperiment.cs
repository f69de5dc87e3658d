using System.Text.Json.Serialization;
using Generalization.Corruption;
using Generalization.Data;
using Generalization.Inputs;
using Generalization.Training;
using Generalization.Training.History;
using Generalization.Training.Observers;
using Generalization.Training.Schedules;
using Generalization.Training.Updates;

namespace Generalization.Experiments.Kinds.NetworkTraining;

/// <summary>Corrupts a data set, trains a network on it, and looks at both accuracies.</summary>
public sealed record TrainingExperiment() : Experiment(TrainingKind.Instance)
{
    /// <summary>The data set's name in the catalog.</summary>
    public required string Dataset { get; init; }

    /// <summary>The first so many training and test images, at least 1. Default: null, all.</summary>
    public int? Train
    {
        get;
        init => field = Check(value, value is null or >= 1, nameof(Train), "be at least 1");
    }

    /// <inheritdoc cref="Train"/>
    public int? Test
    {
        get;
        init => field = Check(value, value is null or >= 1, nameof(Test), "be at least 1");
    }

    /// <summary>The number of training images that are held out to choose an epoch by, at least 1. They are corrupted as the others are.
    /// Default: null, none.</summary>
    public int? Validation
    {
        get;
        init => field = Check(value, value is null or >= 1, nameof(Validation), "be at least 1");
    }

    /// <summary>One of the paper's corruptions, or one of the catalog's. Default: true-labels.</summary>
    public string Corruption
    {
        get;
        init => field = Check(value, !string.IsNullOrWhiteSpace(value), nameof(Corruption), "be a name");
    } = "true-labels";

    /// <summary>p, the share of labels drawn anew under partial-labels, in [0, 1]; null where there is none. Default: null.</summary>
    public double? Probability
    {
        get;
        init => field = Check(value, value is null or (>= 0 and <= 1), nameof(Probability), "lie in [0, 1]");
    }

    /// <summary>The network's name in the catalog.</summary>
    public required string Model { get; init; }

    /// <summary>The name of a way to make inputs in the catalog. Default: null, the model's own; else the catalog's.</summary>
    public string? Input
    {
        get;
        init => field = Check(value, value is null || !string.IsNullOrWhiteSpace(value), nameof(Input), "be a name");
    }

    /// <summary>Random changes of the training images, in the words of <see cref="AugmentationOptions"/>. Default: none.</summary>
    public string Augment
    {
        get;
        init => field = AugmentationOptions.Parse(value).ToString();
    } = "none";

    /// <summary>Dropout probability, in [0, 1). Default: 0.</summary>
    public double Dropout
    {
        get;
        init => field = Check(value, value is >= 0 and < 1, nameof(Dropout), "lie in [0, 1)");
    }

    /// <summary>Weight decay λ, in [0, 1). Default: 0.</summary>
    public double WeightDecay
    {
        get;
        init => field = Check(value, value is >= 0 and < 1, nameof(WeightDecay), "lie in [0, 1)");
    }

    /// <summary>Which parameters decay: all, or weights. Default: all.</summary>
    public string WeightDecayOn
    {
        get;
        init => field = Check(value, value is "all" or "weights", nameof(WeightDecayOn), "be all or weights");
    } = "all";

    /// <summary>Examples in a step, at least 1. Default: 128.</summary>
    public int BatchSize
    {
        get;
        init => field = Check(value, value >= 1, nameof(BatchSize), "be at least 1");
    } = 128;

    /// <summary>Momentum, in [0, 1). Default: 0.9.</summary>
    public double Momentum
    {
        get;
        init => field = Check(value, value is >= 0 and < 1, nameof(Momentum), "lie in [0, 1)");
    } = 0.9;

    /// <summary>The name of an optimizer in the catalog, which then has its own momentum and weight decay. Default: null, the model's own,
    /// which is SGD with <see cref="Momentum"/> and <see cref="WeightDecay"/> unless it says another.</summary>
    public string? Optimizer
    {
        get;
        init => field = Check(value, value is null || !string.IsNullOrWhiteSpace(value), nameof(Optimizer), "be a name");
    }

    /// <summary>The name of a schedule in the catalog, which then has its own rates. Default: null, the model's own, which is an
    /// exponential decay by <see cref="LearningRate"/>, <see cref="Decay"/> and <see cref="DecaySteps"/> unless it says another.</summary>
    public string? Schedule
    {
        get;
        init => field = Check(value, value is null || !string.IsNullOrWhiteSpace(value), nameof(Schedule), "be a name");
    }

    /// <summary>The initial learning rate, positive. Default: null, the model's own.</summary>
    public double? LearningRate
    {
        get;
        init =>
            field = Check(
                value,
                value is null || (value > 0 && double.IsFinite(value.Value)),
                nameof(LearningRate),
                "be positive and finite"
            );
    }

    /// <summary>What the learning rate is multiplied by, in (0, 1]. Default: 0.95.</summary>
    public double Decay
    {
        get;
        init => field = Check(value, value is > 0 and <= 1, nameof(Decay), "lie in (0, 1]");
    } = ExponentialDecay.PaperFactor;

    /// <summary>The number of steps between two decays, at least 1; null for every epoch. Default: 391, the paper's epoch at batch
    /// 128.</summary>
    public int? DecaySteps
    {
        get;
        init => field = Check(value, value is null or >= 1, nameof(DecaySteps), "be at least 1");
    } = ExponentialDecay.PaperSteps;

    /// <summary>The most epochs, at least 0. Default: 150.</summary>
    public int Epochs
    {
        get;
        init => field = Check(value, value >= 0, nameof(Epochs), "be at least 0");
    } = 150;

    /// <summary>Whether it ends when the training set is fitted. Default: true.</summary>
    public bool StopWhenFitted { get; init; } = true;

    /// <summary>The training ends when the test accuracy has not risen for this many epochs, at least 1; it ends at an evaluation of the
    /// test set. Null for never. Default: null.</summary>
    public int? Patience
    {
        get;
        init => field = Check(value, value is null or >= 1, nameof(Patience), "be at least 1");
    }

    /// <summary>The test set is evaluated after every so many epochs, at least 0, and at the end; 0 for the end alone. Default:
    /// 1.</summary>
    public int TestEvery
    {
        get;
        init => field = Check(value, value >= 0, nameof(TestEvery), "be at least 0");
    } = 1;

    /// <summary>What convolutions, linear layers and matrix products compute in: float32 or bfloat16. Default: float32.</summary>
    public string Precision
    {
        get;
        init => field = Check(value, value is "float32" or "bfloat16", nameof(Precision), "be float32 or bfloat16");
    } = "float32";

    /// <summary>p of any corruption of labels: 0 for true labels and 1 for random ones; null where pixels are corrupted.</summary>
    [JsonIgnore]
    public double? LabelCorruption =>
        Corruption switch
        {
            "true-labels" => 0,
            "random-labels" => 1,
            "partial-labels" => Probability,
            _ => null,
        };

    /// <summary>The corruption that the experiment names.</summary>
    /// <param name="catalog">Holds the caller's own. Default: null, the paper's alone are known.</param>
    /// <exception cref="ArgumentException">partial-labels has no probability, another corruption has one, or the name is
    /// unknown.</exception>
    public DatasetCorruption CreateCorruption(ExperimentCatalog? catalog = null)
    {
        PartialLabels.Check(Corruption, Probability);
        return catalog is null || PaperCorruptions.Names.Contains(Corruption)
            ? PaperCorruptions.Named(Corruption, Probability ?? 0.5)
            : catalog.Corruption(Corruption);
    }

    /// <summary>The data set as it is trained on. Pictures that show another part of themselves in each epoch do so where <see
    /// cref="Augment"/> has a random crop, and are seen as in evaluation else.</summary>
    /// <param name="data">The whole data set.</param>
    /// <param name="token">Ends the work early.</param>
    /// <param name="catalog">Holds the caller's own corruptions. Default: null, the paper's alone are known.</param>
    /// <exception cref="ArgumentException">There are fewer images than asked for, or the corruption is not one.</exception>
    public TrainTestData DataOf(TrainTestData data, CancellationToken token = default, ExperimentCatalog? catalog = null)
    {
        ArgumentNullException.ThrowIfNull(data);
        var corrupted = data.Take(Train, Test).Corrupt(CreateCorruption(catalog), Seed, token);
        var whole = Validation is { } count ? corrupted.WithValidation(count, Seed) : corrupted;
        return AugmentationOptions.Parse(Augment).Crop ? whole : StillPixels.Of(whole);
    }
}
