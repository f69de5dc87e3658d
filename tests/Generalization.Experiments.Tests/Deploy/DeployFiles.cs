using YamlDotNet.RepresentationModel;

namespace Generalization.Tests.Deploy;

/// <summary>The files by which schedulers start the work.</summary>
internal static class DeployFiles
{
    private static readonly string Folder = Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "../../../../../deploy"));

    public static string Slurm { get; } = Path.Combine(Folder, "slurm/array.sbatch");

    public static string Docker { get; } = Path.Combine(Folder, "Dockerfile");

    public static YamlNode Job()
    {
        var yaml = new YamlStream();
        using var text = File.OpenText(Path.Combine(Folder, "kubernetes/indexed-job.yaml"));
        yaml.Load(text);
        return yaml.Documents.Should().ContainSingle().Subject.RootNode;
    }

    public static Dictionary<string, string> PodEnvironment() =>
        ((YamlSequenceNode)Job()["spec"]["template"]["spec"]["containers"][0]["env"]).ToDictionary(
            e => (string)e["name"]!,
            e => (string)e["value"]!
        );
}
