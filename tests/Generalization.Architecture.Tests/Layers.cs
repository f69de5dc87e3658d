namespace Generalization.Tests.Architecture;

/// <summary>Who may know whom: a namespace knows only those on the lines above its own; those of one line do not know each other.</summary>
internal static class Layers
{
    private static readonly string[] Lines =
    [
        "Identity | Threading",
        "Torch | Randomness",
        "Files",
        "Data",
        "Data.Archives | Data.Csv | Data.Synthetic | Data.Download",
        "Data.Idx | Data.Cifar",
        "Data.Known",
        "Corruption | Inputs",
        "Learning",
        "Imaging.Decoding",
        "Imaging.Stores",
        "Imaging",
        "Imaging.Indexing",
        "Imaging.ImageNet",
        "Training.Schedules | Training.History | Training.Losses | Training.Metrics",
        "Training.Updates",
        "Training.Observers",
        "Training.Checkpoints",
        "Training",
        "Kernels.Progress",
        "Kernels.Points",
        "Kernels.Functions",
        "Kernels.Features",
        "Kernels.Solvers",
        "Kernels.Gram",
        "Kernels.Iterative",
        "Kernels.Cholesky",
        "Kernels.Regression | Kernels.LeastNorm",
        "Models.Structure",
        "Models.FiniteSample | Models.Layers",
        "Models.ImageNet",
        "Models",
        "Measures",
        "Measures.Probabilities | Measures.Subsets | Measures.LearningOrder | Measures.Complexity | Measures.Norms",
        "Measures.LabelErrors | Measures.Membership",
        "Measures.WholeSet",
        "Measures.Audits",
        "Distributed.Policies",
        "Distributed.Work",
        "Distributed.Blocks",
        "Distributed.Workers | Distributed.Checkpoints",
        "Distributed.Results",
        "Distributed",
        "Distributed.Simulation",
        "Distributed.Orleans",
        "Experiments",
        "Experiments.Kinds.NetworkTraining | Experiments.Kinds.KernelInterpolation",
        "Experiments.Kinds.FiniteSamples | Experiments.Kinds.LeastNorm | Experiments.Kinds.RandomFeatures | Experiments.Kinds.Audits",
        "Experiments.Kinds.DistributedTrainings",
        "Experiments.Kinds",
        "Experiments.Store",
        "Experiments.Running",
        "Experiments.Presets",
        "Report.Statistics | Report.Drawing",
        "Report.Paper",
        "Report.Figures",
        "Report.Statements",
        "Report.Content",
        "Report.Html | Report.Markdown | Report.Csv | Report.Json",
        "Report.Audits",
        "Report.Distributed",
        "Report.Exports",
        "Report",
        "CommandLine",
    ];

    /// <summary>All namespaces, from data to report.</summary>
    public static IReadOnlyList<string> Ordered { get; } = [.. Lines.SelectMany(Names)];

    /// <summary>Whether code in one namespace may name a type of another.</summary>
    public static bool MayKnow(string from, string to) => from == to || LineOf(to) < LineOf(from);

    private static int LineOf(string name)
    {
        var line = Array.FindIndex(Lines, l => Names(l).Contains(name));
        return line >= 0 ? line : throw new ArgumentException($"Each namespace must have a line in {nameof(Layers)}, but {name} has none.");
    }

    private static IEnumerable<string> Names(string line) => line.Split(" | ").Select(name => "Generalization." + name);
}
