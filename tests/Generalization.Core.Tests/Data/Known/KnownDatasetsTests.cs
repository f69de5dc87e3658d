using Generalization.Corruption;
using Generalization.Data;
using Generalization.Data.Idx;
using Generalization.Data.Known;
using Generalization.Tests.Support;

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

    [Fact]
    public void A_name_makes_no_pixels_published()
    {
        WriteMnist("mnist");
        WriteCifar("cifar-10-batches-bin", 1);
        Directory.CreateDirectory(Path.Combine(root, "cifar-100-python"));
        foreach (var name in new[] { "mnist", "cifar10", "fashion-mnist-mini" })
            KnownDatasets.Load(name, root).IsPublished.Should().BeFalse(name);
        PublishedFolder.Is("cifar100", Path.Combine(root, "cifar-100-python")).Should().BeFalse("there is nothing");
        PublishedFolder.Is("kmnist", root).Should().BeFalse("no checksum of it is known here");
    }

    [FullDataFact("mnist")]
    public void Published_files_are_known_by_their_checksums_and_stay_known_whatever_is_done_to_them()
    {
        var data = KnownDatasets.Load("mnist", FullDataFactAttribute.Root);
        data.IsPublished.Should().BeTrue();
        data.Train.Lineage[0].Operation.Should().Be("mnist Train read from IDX");
        data.Take(100, 50).Corrupt(PaperCorruptions.Named("random-pixels"), seed: 1).IsPublished.Should().BeTrue();
        data.HoldOut(100, seed: 1).IsPublished.Should().BeTrue();
        data.Train.ContentHash.ToString()
            .Should()
            .Be(Mnist.Load(Path.Combine(FullDataFactAttribute.Root, "mnist")).Train.ContentHash.ToString(), "nothing else is changed");
    }

    /// <summary>The contents count, however they were packed; a plain file is read before the packed one beside it.</summary>
    [FullDataFact("fashion-mnist")]
    public void One_byte_of_another_origin_is_enough()
    {
        var own = Path.Combine(root, "fashion-mnist");
        Directory.CreateDirectory(own);
        foreach (var file in Directory.EnumerateFiles(Path.Combine(FullDataFactAttribute.Root, "fashion-mnist"), "*.gz"))
            File.Copy(file, Path.Combine(own, Path.GetFileName(file)));
        KnownDatasets.Load("fashion-mnist", root).IsPublished.Should().BeTrue();
        PublishedFolder.Is("mnist", own).Should().BeFalse("it is another data set");
        var packed = Path.Combine(own, "t10k-labels-idx1-ubyte.gz");
        var (sizes, labels) = IdxFile.Read(packed, 1);
        IdxFile.WriteGzip(packed, sizes, labels);
        KnownDatasets.Load("fashion-mnist", root).IsPublished.Should().BeTrue("it was packed anew");
        labels[0] = (byte)((labels[0] + 1) % 10);
        IdxFile.WriteGzip(packed, sizes, labels);
        KnownDatasets.Load("fashion-mnist", root).IsPublished.Should().BeFalse();
        File.WriteAllText(packed[..^3], "plain");
        PublishedFolder.Is("fashion-mnist", own).Should().BeFalse();
    }

    /// <summary>The pixels there may have gone through JPEG: a copy of CIFAR-10 is known by its batches' checksums, or not at
    /// all.</summary>
    [FullDataFact("cifar-10-batches-bin")]
    public void Unpacked_batches_are_what_their_checksums_say()
    {
        using var first = File.OpenRead(Path.Combine(FullDataFactAttribute.Root, "cifar-10-batches-bin", "data_batch_1.bin"));
        var published = Convert.ToHexStringLower(System.Security.Cryptography.MD5.HashData(first)) == "5dd7e06a14cb22eb9f671a540d1b7c25";
        KnownDatasets.Load("cifar10", FullDataFactAttribute.Root).IsPublished.Should().Be(published);
    }
}
