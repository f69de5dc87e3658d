using System.Globalization;
using Generalization.Experiments;
using Generalization.Experiments.Kinds.KernelInterpolation;
using Generalization.Experiments.Kinds.NetworkTraining;

namespace Generalization.Report.Paper;

/// <summary>What a row of the paper was computed on: a run is compared with it only where it used all of that.</summary>
/// <param name="Dataset">The data set.</param>
/// <param name="Train">The number of training images, or of points.</param>
/// <param name="Test">The number of test images.</param>
/// <param name="Filters">The number of random filters; null without.</param>
public sealed record PaperScale(string Dataset, int Train, int Test, int? Filters = null)
{
    /// <summary>A training that has not fitted must have gone on for so many epochs to count: the length of Figure 1a's axis, 25,000 steps
    /// of 128 of 50,000 images. Steps alone say nothing: with small batches or many images they are a part of an epoch.</summary>
    public const int EnoughEpochs = 64;

    /// <summary>CIFAR-10: 50,000 training and 10,000 test images.</summary>
    public static PaperScale Cifar10 { get; } = new("cifar10", 50_000, 10_000);

    /// <summary>MNIST: 60,000 training and 10,000 test images.</summary>
    public static PaperScale Mnist { get; } = new("mnist", 60_000, 10_000);

    /// <summary>ImageNet of 2012: 1,281,167 training and 50,000 validation images.</summary>
    public static PaperScale ImageNet { get; } = new(ExperimentCatalog.ImageNet, 1_281_167, 50_000);

    /// <summary>Whether a finished run is at the paper's scale: its data set, all its images, all filters, and a training that was fitted
    /// or went on for <see cref="EnoughEpochs"/>.</summary>
    /// <param name="run">The run.</param>
    public bool IsMet(Run run)
    {
        var used = Used.By(run);
        return used.Dataset == Dataset
            && used.Train >= Train
            && (used.Test is null || used.Test >= Test)
            && (Filters is null || used.Filters >= Filters)
            && !used.CutShort;
    }

    /// <summary>Whether the run's pixels are the published ones by their checksums. A data set's name shows nothing of that, and a result
    /// of before does not say.</summary>
    /// <param name="run">The run.</param>
    public static bool IsVerified(Run run)
    {
        ArgumentNullException.ThrowIfNull(run);
        return run.Result?.DataVerified == true;
    }

    /// <summary>A finished run's scale in words: "50,000 images", "2,000 of 50,000 images", "2,000 images of fashion-mnist-mini instead of
    /// cifar10".</summary>
    /// <param name="run">The run.</param>
    public string Words(Run run)
    {
        var used = Used.By(run);
        var words =
            used.Dataset == Dataset ? Part(used.Train, Train, "images")
            : used.Dataset is null ? $"{Count(used.Train)} random points instead of {Dataset}"
            : $"{Count(used.Train)} images of {used.Dataset} instead of {Dataset}";
        if (used.Dataset == Dataset && used.Test < Test)
            words += ", " + Part(used.Test, Test, "test images");
        if (Filters is { } filters)
            words += ", " + Part(used.Filters, filters, "filters");
        if (used.Dataset == Dataset && !IsVerified(run))
            words += ", pixels not verified";
        if (used.CutShort)
            words += $", stopped after {Count(used.Epochs)} epoch{(used.Epochs == 1 ? "" : "s")}, not fitted";
        return words;
    }

    private static string Part(long? used, int whole, string what) =>
        used >= whole ? $"{Count(used)} {what}" : $"{Count(used)} of {Count(whole)} {what}";

    private static string Count(long? count) => count?.ToString("N0", CultureInfo.InvariantCulture) ?? "all";

    internal sealed record Used(string? Dataset, long? Train, long? Test, int? Filters, int? Epochs, bool CutShort)
    {
        public static Used By(Run run)
        {
            var size = run.Experiment.Kind.SizeOf(run.Experiment, run.Result?.Numbers);
            var training = run.Result?.Training;
            var filters = run.Result?.Kernel is { } kernel ? kernel.Filters : (run.Experiment as KernelExperiment)?.Filters;
            var cutShort = training is { EpochsToFit: null, Epochs: < EnoughEpochs };
            return new(size.Dataset, size.Train, size.Test, filters, training?.Epochs, cutShort);
        }
    }
}
