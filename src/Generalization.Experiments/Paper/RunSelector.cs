namespace Generalization.Experiments;

/// <summary>Says which experiments belong to a row of the paper, at whatever scale.</summary>
public abstract record RunSelector
{
    private protected RunSelector()
    {
    }

    /// <summary>Whether an experiment belongs.</summary>
    /// <param name="experiment">The experiment.</param>
    public abstract bool Matches(Experiment experiment);

    // A data set that the paper reports elsewhere must not fill this row; any other may stand in, which the scale then says.
    private protected static bool MayStandFor(string? dataset, string papers) => dataset == papers || dataset is not ("cifar10" or "mnist");
}

/// <summary>Trainings of a model under a corruption with exactly these regularizers, dropout never among them.</summary>
/// <param name="Model">The model.</param>
/// <param name="Corruption">true-labels, random-labels or one of the pixels'.</param>
/// <param name="Augment">Exactly these augmentations, "none" for none. Default: none.</param>
/// <param name="WeightDecay">Whether weights decay, with whatever coefficient. Default: false.</param>
public sealed record TrainingSelector(string Model, string Corruption, string Augment = "none", bool WeightDecay = false) : RunSelector
{
    /// <inheritdoc/>
    public override bool Matches(Experiment experiment) => experiment is TrainingExperiment training
        && MayStandFor(training.Dataset, "cifar10") && training.Model == Model && TrainingRuns.CorruptionOf(training) == Corruption
        && training.Augment == Augment && training.WeightDecay > 0 == WeightDecay && training.Dropout == 0;
}

/// <summary>Kernel regressions on a data set's true labels.</summary>
/// <param name="Dataset">The data set, mnist or cifar10.</param>
/// <param name="Features">What the kernel is applied to.</param>
/// <param name="Ridge">Whether there is a ridge. Default: false.</param>
public sealed record KernelSelector(string Dataset, string Features, bool Ridge = false) : RunSelector
{
    /// <inheritdoc/>
    public override bool Matches(Experiment experiment) => experiment is KernelExperiment kernel
        && MayStandFor(kernel.Dataset, Dataset) && kernel.Features == Features && kernel.Ridge > 0 == Ridge && kernel.Labels == "true"
        && (Features == "random-conv" || kernel.Kernel == "gaussian");
}

/// <summary>Constructed networks.</summary>
/// <param name="Deep">Whether of a depth above 2.</param>
public sealed record FiniteSampleSelector(bool Deep) : RunSelector
{
    /// <inheritdoc/>
    public override bool Matches(Experiment experiment) =>
        experiment is FiniteSampleExperiment sample && MayStandFor(sample.Dataset, "cifar10") && sample.Depth > 2 == Deep;
}
