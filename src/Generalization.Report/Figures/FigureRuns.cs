using System.Globalization;
using Generalization.Experiments;
using Generalization.Experiments.Kinds.NetworkTraining;
using Generalization.Report.Paper;

namespace Generalization.Report.Figures;

/// <summary>Trainings in the groups that figures show.</summary>
internal static class FigureRuns
{
    private static readonly string[] ModelOrder = ["inception", "inception-no-bn", "alexnet", "mlp-3x512", "mlp-1x512"];

    /// <summary>Trainings without explicit regularizers.</summary>
    public static FigureRun[] Plain(IReadOnlyList<Run> records) =>
        [
            .. from record in records
            where record.Experiment is TrainingExperiment e && TrainingRuns.IsPlain(e)
            select new FigureRun((TrainingExperiment)record.Experiment, record),
        ];

    /// <summary>By the images that they were trained on, the most first.</summary>
    public static IEnumerable<IGrouping<FigureScale, FigureRun>> ByScale(IEnumerable<FigureRun> runs) =>
        runs.GroupBy(r => new FigureScale(r.Experiment.Dataset, r.Experiment.Train, r.Experiment.Test))
            .OrderByDescending(g => g.Key.Train ?? int.MaxValue);

    /// <summary>By the model, in the paper's order.</summary>
    public static IEnumerable<IGrouping<string, FigureRun>> ByModel(IEnumerable<FigureRun> runs) =>
        runs.GroupBy(r => r.Experiment.Model).OrderBy(g => Order(g.Key));

    /// <summary>Of trainings that differ in their settings, those of the settings that most of them have: curves of different settings are
    /// not compared.</summary>
    public static FigureRun[] OfOneSetting(IEnumerable<FigureRun> runs) =>
        runs.GroupBy(r => TrainingRuns.Settings(r.Experiment)).MaxBy(g => g.Count())?.ToArray() ?? [];

    /// <summary>The one to be drawn of runs that differ in their seed: the one with the least seed that got furthest.</summary>
    public static FigureRun Representative(IEnumerable<FigureRun> runs) =>
        runs.OrderByDescending(r => r.Result is not null).ThenByDescending(r => r.Epochs.Length > 0).ThenBy(r => r.Experiment.Seed).First();

    /// <summary>A colour for each model, the same in all figures.</summary>
    public static int Colour(string model) =>
        Math.Max(0, Array.IndexOf(["inception", "alexnet", "mlp-1x512", "mlp-3x512", "inception-no-bn"], model));

    /// <summary>The scale in words.</summary>
    public static string Words(IEnumerable<FigureRun> runs)
    {
        var all = runs.ToArray();
        var dataset = all[0].Experiment.Dataset;
        var count = all.Select(r => r.Result?.TrainCount).FirstOrDefault(c => c is not null) ?? all[0].Experiment.Train;
        var whole = dataset switch
        {
            "cifar10" => PaperScale.Cifar10.Train,
            "mnist" => PaperScale.Mnist.Train,
            ExperimentCatalog.ImageNet => PaperScale.ImageNet.Train,
            _ => (int?)null,
        };
        return count is null ? $"all images of {dataset}"
            : count < whole ? $"{Number(count)} of {Number(whole)} images of {dataset}"
            : $"{Number(count)} images of {dataset}";
    }

    /// <summary>The test images in words where they are fewer than the paper's; null where they are not.</summary>
    public static string? TestWords(IEnumerable<FigureRun> runs)
    {
        var all = runs.ToArray();
        var whole = all[0].Experiment.Dataset switch
        {
            "cifar10" => PaperScale.Cifar10.Test,
            "mnist" => PaperScale.Mnist.Test,
            ExperimentCatalog.ImageNet => PaperScale.ImageNet.Test,
            _ => (int?)null,
        };
        return TestCount(all) is { } count && count < whole ? $"tested on {Number(count)} of {Number(whole)}" : null;
    }

    /// <summary>The number of test images; null where it is not known.</summary>
    public static int? TestCount(IReadOnlyList<FigureRun> runs) =>
        runs.Select(r => r.Result?.TestCount).FirstOrDefault(c => c is not null) ?? runs[0].Experiment.Test;

    /// <summary>Which runs a figure with a curve for each shows, and what its training curves are.</summary>
    public static string Sentence(IReadOnlyList<FigureRun> shown)
    {
        var seeds = shown.Select(r => r.Experiment.Seed).Distinct().Order().ToArray();
        return string.Create(
            CultureInfo.InvariantCulture,
            $"One run for each curve, seed {string.Join(", ", seeds)}. Training curves are means over each epoch's "
                + $"minibatches, taken while the network changes."
        );
    }

    /// <summary>A file's name for a figure.</summary>
    public static string Id(string figure, FigureScale scale, string? model = null)
    {
        var name = string.Join(
            '-',
            new[]
            {
                figure,
                model,
                scale.Dataset,
                scale.Train?.ToString(CultureInfo.InvariantCulture),
                scale.Test is { } test ? $"test-{test.ToString(CultureInfo.InvariantCulture)}" : null,
            }.Where(p => p is not null)
        );
        return string.Concat(name.ToLowerInvariant().Select(c => char.IsAsciiLetterOrDigit(c) ? c : '-'));
    }

    private static string Number(int? count) => count!.Value.ToString("N0", CultureInfo.InvariantCulture);

    private static int Order(string model) => Array.IndexOf(ModelOrder, model) is >= 0 and var at ? at : ModelOrder.Length;
}
