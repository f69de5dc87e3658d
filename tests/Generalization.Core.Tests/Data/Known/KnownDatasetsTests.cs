using Generalization.Data;
using Generalization.Data.Idx;
using Generalization.Data.Known;

namespace Generalization.Tests.Data;

/// <summary>Where a data set is looked for: its publisher's folder, then the root.</summary>
public sealed class KnownDatasetsTests : IDisposable
{
    private readonly string root = Directory.CreateTempSubdirectory("known").FullName;

    public void Dispose() => Directory.Delete(root, recursive: true);

    private void WriteMnist(string folder, int count = 3)
    {
        folder = Path.Combine(root, folder);
        Directory.CreateDirectory(folder);
        foreach (var split in new[] { "train", "t10k" })
        {
            IdxFile.WriteGzip(Path.Combine(folder, $"{split}-images-idx3-ubyte.gz"), [count, 2, 2], new byte[count * 4]);
            IdxFile.WriteGzip(Path.Combine(folder, $"{split}-labels-idx1-ubyte.gz"), [count], new byte[count]);
        }
    }

    private void WriteCifar(string folder, byte label)
    {
        folder = Path.Combine(root, folder);
        Directory.CreateDirectory(folder);
        foreach (var file in Enumerable.Range(1, 5).Select(i => $"data_batch_{i}.bin").Append("test_batch.bin"))
            File.WriteAllBytes(Path.Combine(folder, file), [label, .. new byte[3072]]);
    }

    [Fact]
    public void A_publishers_folder_comes_before_the_root_and_an_empty_one_counts_as_absent()
    {
        WriteMnist("", count: 3);
        KnownDatasets.Load("mnist", root).Train.Count.Should().Be(3);
        Directory.CreateDirectory(Path.Combine(root, "mnist"));
        KnownDatasets.Load("mnist", root).Train.Count.Should().Be(3);
        WriteMnist("mnist", count: 4);
        KnownDatasets.Load("mnist", root).Train.Count.Should().Be(4);
        KnownDatasets.Load("mnist", Path.Combine(root, "mnist")).Train.Count.Should().Be(4);
    }

    /// <summary>One rule for names and for the sets' own classes.</summary>
    [Theory]
    [InlineData("")]
    [InlineData("mnist")]
    [InlineData("MNIST/raw")]
    [InlineData("raw")]
    public void A_root_that_holds_the_folder_serves_as_the_folder_itself(string below)
    {
        WriteMnist(below, count: 4);
        Mnist.Load(root).Train.Count.Should().Be(4);
        KnownDatasets.Load("mnist", root).Train.Count.Should().Be(4);
    }

    [Fact]
    public void Torchvisions_folders_are_found_beside_each_other()
    {
        WriteMnist("MNIST/raw", count: 3);
        WriteMnist("FashionMNIST/raw", count: 4);
        WriteMnist("KMNIST/raw", count: 5);
        (Mnist.Load(root).Train.Count, FashionMnist.Load(root).Train.Count, KuzushijiMnist.Load(root).Train.Count).Should().Be((3, 4, 5));
    }

    /// <summary>MNIST's files have the names of Fashion-MNIST's: those in the root may be another data set.</summary>
    [Fact]
    public void A_folder_of_mnists_kind_that_lacks_a_file_says_so_and_the_roots_files_do_not_stand_in()
    {
        WriteMnist("");
        WriteMnist("fashion-mnist");
        File.Delete(Path.Combine(root, "fashion-mnist", "t10k-labels-idx1-ubyte.gz"));
        new Action(() => KnownDatasets.Load("fashion-mnist", root))
            .Should()
            .Throw<DatasetNotFoundException>()
            .WithMessage($"{Path.Combine(root, "fashion-mnist")} has no t10k-labels-idx1-ubyte or t10k-labels-idx1-ubyte.gz. *");
    }

    [Fact]
    public void Cifar_is_found_in_any_of_its_places()
    {
        long Label() => KnownDatasets.Load("cifar10", root).Train.Labels[0];
        void Missing(string folder) =>
            new Action(() => Label()).Should().Throw<DatasetNotFoundException>().WithMessage($"{folder} has no *");

        var own = Path.Combine(root, "cifar-10-batches-bin");
        Missing(root);
        WriteCifar("cifar-10-batches-bin", 1);
        Label().Should().Be(1);
        File.Delete(Path.Combine(own, "data_batch_3.bin"));
        Missing(own);
        WriteCifar("", 2);
        Label().Should().Be(2, "what is whole is taken where a folder lacks a file");
    }
}
