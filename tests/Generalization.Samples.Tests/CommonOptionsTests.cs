using System.Net;
using System.Net.Sockets;
using Generalization.CommandLine;
using Generalization.Data;
using Generalization.Data.Download;

namespace Generalization.Tests.Samples;

/// <summary>What --data and --download do, without a sample around them.</summary>
public sealed class CommonOptionsTests : IDisposable
{
    private readonly string root = Directory.CreateTempSubdirectory("options").FullName;

    public void Dispose() => Directory.Delete(root, recursive: true);

    private TrainTestData Load(string dataset, params string[] more)
    {
        // Nobody listens at a port that was given back.
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        var mirror = $"http://127.0.0.1:{((IPEndPoint)probe.LocalEndpoint).Port}/nobody";
        probe.Stop();
        return CommonOptions
            .Command("Loads.")
            .Parse(["--data", root, "--download", "--mirror", mirror, "--quiet", .. more])
            .LoadData(dataset);
    }

    [Fact]
    public void What_lies_unpacked_is_not_downloaded()
    {
        var folder = Path.Combine(root, "cifar-10-batches-bin");
        Directory.CreateDirectory(folder);
        foreach (var file in Enumerable.Range(1, 5).Select(i => $"data_batch_{i}.bin").Append("test_batch.bin"))
            File.WriteAllBytes(Path.Combine(folder, file), [4, .. new byte[3072]]);
        Load("cifar10", "--train", "2").Train.Labels.ToArray().Should().Equal(4, 4);
        Load("fashion-mnist-mini").Name.Should().Be("fashion-mnist-mini");
    }

    [Fact]
    public void What_is_not_there_is_downloaded()
    {
        new Action(() => Load("cifar10"))
            .Should()
            .Throw<DownloadException>()
            .WithMessage("http://127.0.0.1:*/nobody/cifar-10-binary.tar.gz could not be downloaded: *");
        new Action(() => Load("kmnist"))
            .Should()
            .Throw<ArgumentException>()
            .WithMessage("Only mnist, fashion-mnist, cifar10 and cifar100 can be downloaded, but kmnist was asked for.*");
    }
}
