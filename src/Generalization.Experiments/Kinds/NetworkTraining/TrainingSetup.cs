using Generalization.Corruption;
using Generalization.Data;
using Generalization.Inputs;
using Generalization.Training;
using Generalization.Training.History;
using Generalization.Training.Observers;
using Generalization.Training.Schedules;
using Generalization.Training.Updates;

namespace Generalization.Experiments.Kinds.NetworkTraining;

/// <summary>How an experiment trains: what it says, what its model has of its own, and what it names in the catalog.</summary>
internal static class TrainingSetup
{
    private static readonly TrainingExperiment Usual = new() { Dataset = "", Model = "" };

    /// <summary>How inputs are made, with the experiment's augmentation.</summary>
    /// <param name="e">The experiment.</param>
    /// <param name="catalog">What it names.</param>
    /// <param name="train">The training set. Default: null, it is not known yet.</param>
    public static InputPipeline InputOf(TrainingExperiment e, ExperimentCatalog catalog, Dataset? train = null)
    {
        var (steps, options) = (catalog.InputOf(e.Input, e.Model), AugmentationOptions.Parse(e.Augment));
        // Where pictures show another part of themselves in each epoch, that is the random crop.
        var isDrawn = train?.Pixels.DrawsInEpoch ?? !steps.Steps.Any(s => s is CenterCrop);
        return steps.With(isDrawn ? options with { Crop = false } : options);
    }

    /// <summary>The training.</summary>
    /// <exception cref="ArgumentException">The experiment says something of a schedule or an optimizer that it does not make.</exception>
    public static TrainingOptions OptionsOf(TrainingExperiment e, ExperimentCatalog catalog, int trainCount)
    {
        var own = catalog.Model(e.Model).Training;
        StoppingRule?[] rules = [e.StopWhenFitted ? new Fitted() : null, e.Patience is { } epochs ? new Patience(epochs) : null];
        return own with
        {
            Schedule = ScheduleOf(e, catalog, own, trainCount),
            BatchSize = e.BatchSize,
            Optimizer = OptimizerOf(e, catalog, own),
            Epochs = e.Epochs,
            StopWhen = [.. rules.OfType<StoppingRule>()],
            EvaluateTestEvery = e.TestEvery,
            // What is random in training keeps the online accuracy below the evaluated one.
            EvaluateTrainingFrom = e.Dropout > 0 || e.Augment != "none" || InputOf(e, catalog).IsRandom ? 0 : own.EvaluateTrainingFrom,
            Precision = e.Precision == "bfloat16" ? Torch.Precision.BFloat16 : Torch.Precision.Float32,
        };
    }

    /// <summary>Refuses what the experiment cannot say together with what it names.</summary>
    /// <exception cref="ArgumentException">It does.</exception>
    public static void Check(TrainingExperiment e, ExperimentCatalog catalog)
    {
        PartialLabels.Check(e.Corruption, e.Probability);
        // How many images there are changes when the rate decays, and not whether it may.
        OptionsOf(e, catalog, trainCount: 1);
    }

    /// <summary>What a run says that it is, which the trainer checks; nothing of what only the caller can know.</summary>
    public static TrainingDeclaration DeclarationOf(
        TrainingExperiment e,
        ExperimentCatalog catalog,
        Dataset train,
        ImageShape shape,
        TrainingOptions options
    )
    {
        var model = catalog.Model(e.Model);
        var corruption = e.CreateCorruption(catalog);
        return new TrainingDeclaration
        {
            // A corruption of the caller's may change labels in any way.
            LabelProbability = corruption.LabelProbability ?? (PaperCorruptions.Names.Contains(e.Corruption) ? 0 : null),
            BatchNorm = model.BatchNorm,
            Dropout = e.Dropout > 0 ? true : model.HasDropout,
            Augmentation = InputOf(e, catalog, train).IsRandom || train.Pixels.DrawsInEpoch,
            WeightDecay = options.Optimizer.AppliedWeightDecay,
            Parameters = model.ParameterCount?.Invoke(shape, train.ClassCount),
            DataHash = train.ContentHash.ToString(),
        };
    }

    /// <summary>The caller's own parts in words; of a network only its inputs and its training are known before it is made.</summary>
    public static string? PartsOf(TrainingExperiment e, ExperimentCatalog catalog)
    {
        if (!catalog.Models.ContainsKey(e.Model))
            return null;
        var own = OwnParts.ModelOf(catalog, e.Model)?.Training;
        return OwnParts.Join(
            OwnParts.Corruption(catalog, e.Corruption),
            OwnParts.Input(catalog, e.Input),
            OwnParts.Schedule(e.Schedule is { } schedule ? catalog.Schedules.GetValueOrDefault(schedule) : own?.Schedule),
            OwnParts.Optimizer(e.Optimizer is { } optimizer ? catalog.Optimizers.GetValueOrDefault(optimizer) : own?.Optimizer),
            OwnParts.Loss(own?.Loss),
            OwnParts.InputUnnamed(catalog, e.Model, e.Input)
        );
    }

    private static LearningRateSchedule ScheduleOf(TrainingExperiment e, ExperimentCatalog catalog, TrainingOptions own, int trainCount)
    {
        var named = e.Schedule is { } name ? catalog.Schedule(name) : null;
        if (named is null && own.Schedule is ExponentialDecay { Factor: ExponentialDecay.PaperFactor, Every: ExponentialDecay.PaperSteps })
            return new ExponentialDecay(
                e.LearningRate ?? own.Schedule.At(0),
                e.Decay,
                e.DecaySteps ?? (own with { BatchSize = e.BatchSize }).StepsPerEpoch(trainCount)
            );
        // A network of the paper with rates of its own has them where the experiment says nothing else.
        if (named is null && own.Schedule is ExponentialDecay rates && catalog.Model(e.Model).Paper is not null)
            return new ExponentialDecay(
                e.LearningRate ?? rates.Initial,
                e.Decay != Usual.Decay ? e.Decay : rates.Factor,
                e.DecaySteps == Usual.DecaySteps
                    ? rates.Every
                    : e.DecaySteps ?? (own with { BatchSize = e.BatchSize }).StepsPerEpoch(trainCount)
            );
        var said =
            e.LearningRate is not null ? "learningRate"
            : e.Decay != Usual.Decay ? "decay"
            : e.DecaySteps != Usual.DecaySteps ? "decaySteps"
            : null;
        return said is null
            ? named ?? own.Schedule
            : throw Unused(said, named is null ? $"the model {e.Model} has a schedule of its own" : $"the schedule {e.Schedule} is named");
    }

    private static Optimizer OptimizerOf(TrainingExperiment e, ExperimentCatalog catalog, TrainingOptions own)
    {
        var named = e.Optimizer is { } name ? catalog.Optimizer(name) : null;
        if (named is null && own.Optimizer.Equals(new Sgd()))
            return new Sgd
            {
                Momentum = e.Momentum,
                WeightDecay = e.WeightDecay,
                WeightDecayOn = DecayedOf(e),
            };
        if (named is null && own.Optimizer is RmsProp rms && catalog.Model(e.Model).Paper is not null)
            return rms with
            {
                Momentum = e.Momentum != Usual.Momentum ? e.Momentum : rms.Momentum,
                WeightDecay = e.WeightDecay,
                WeightDecayOn = DecayedOf(e),
            };
        var said =
            e.Momentum != Usual.Momentum ? "momentum"
            : e.WeightDecay != Usual.WeightDecay ? "weightDecay"
            : e.WeightDecayOn != Usual.WeightDecayOn ? "weightDecayOn"
            : null;
        return said is null
            ? named ?? own.Optimizer
            : throw Unused(
                said,
                named is null ? $"the model {e.Model} has an optimizer of its own" : $"the optimizer {e.Optimizer} is named"
            );
    }

    private static DecayedParameters DecayedOf(TrainingExperiment e) =>
        e.WeightDecayOn == "all" ? DecayedParameters.All : DecayedParameters.Weights;

    private static ArgumentException Unused(string said, string reason) =>
        new($"{said} must be left out where it would not be used, but it was given and {reason}; leave one of the two out.");
}
