using System.Reflection;
using Generalization.CommandLine;
using Generalization.Data;
using Generalization.Distributed;
using Generalization.Distributed.Orleans;
using Generalization.Experiments;
using Generalization.Imaging;
using Generalization.Kernels.Functions;
using Generalization.Measures;
using Generalization.Models;
using Generalization.Report.Content;

namespace Generalization.Tests.Architecture;

/// <summary>The libraries, from data to report, and where their sources lie.</summary>
internal static class Libraries
{
    public static readonly string Root = Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "../../../../.."));

    public static IReadOnlyList<Assembly> All { get; } =
    [
        typeof(Dataset).Assembly,
        typeof(ImageFolder).Assembly,
        typeof(Kernel).Assembly,
        typeof(MultilayerPerceptron).Assembly,
        typeof(Estimate).Assembly,
        typeof(DistributedTraining).Assembly,
        typeof(ClusterWorker).Assembly,
        typeof(Experiment).Assembly,
        typeof(PaperReport).Assembly,
        typeof(SampleApplication).Assembly,
    ];

    /// <summary>The C# files below some folders of the repository, without what the build makes.</summary>
    public static IEnumerable<string> Sources(params IEnumerable<string> folders) =>
        folders
            .SelectMany(folder => Directory.EnumerateFiles(Path.Combine(Root, folder), "*.cs", SearchOption.AllDirectories))
            .Where(file => !Path.GetRelativePath(Root, file).Split('/', '\\').Any(part => part is "obj" or "bin"))
            .Order(StringComparer.Ordinal);
}
