using Generalization.Tests.Support;

namespace Generalization.Tests.Samples;

/// <summary>Where libtorch is missing every way into the library says so in a sentence; in a process of its own, beside whose files there
/// is none.</summary>
public sealed class MissingLibtorchTests : IDisposable
{
    private readonly string root = Directory.CreateTempSubdirectory("missing").FullName;

    public void Dispose() => Directory.Delete(root, recursive: true);

    [Fact]
    public void Every_door_says_it_in_a_sentence()
    {
        // Without the list of assets, in which libtorch is, whatever lies there is taken; of a link its target's folder would be.
        foreach (var file in Directory.EnumerateFiles(AppContext.BaseDirectory, "*.dll"))
            File.Copy(file, Path.Combine(root, Path.GetFileName(file)));
        var worker = Path.Combine(root, "Generalization.EnvironmentWorker");
        File.Copy(Path.Combine(AppContext.BaseDirectory, Path.GetFileName(worker) + ".runtimeconfig.json"), worker + ".runtimeconfig.json");
        // TorchSharp would look for libtorch among the packages, and copy it.
        var (code, output, error) = Sample.Run(worker, root, new Dictionary<string, string> { ["NUGET_PACKAGES"] = root }, "doors");
        code.Should().Be(0, error);
        output
            .Split('\n')
            .Where(l => l.StartsWith("door ", StringComparison.Ordinal))
            .Should()
            .HaveCountGreaterThan(25)
            .And.OnlyContain(l =>
                l.Contains(
                    ": TorchBackendException libtorch could not be loaded. The application must reference a "
                        + "back end, for example the package "
                        + "TorchSharp-cpu, and on Linux be built or published with Generalization.Core's build targets. The loader said: "
                )
            );
    }
}
