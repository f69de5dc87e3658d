using Generalization.CommandLine;
using Generalization.Data;
using Generalization.Experiments;

namespace Generalization.Tests.Samples;

public sealed class ImageNetDatasetsTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("datasets").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void The_small_one_is_made_once_and_found_by_the_names_people_use()
    {
        var small = Path.Combine(folder, "ILSVRC2012");
        var catalog = ExperimentCatalog.Paper().WithImageNet(folder, small);
        var data = catalog.LoadDataset("small-imagenet");
        data.Name.Should().Be("small-imagenet");
        (data.Train.Count, data.Test.Count, data.Shape).Should().Be((2000, 200, new ImageShape(3, 75, 75)));
        var file = Directory.EnumerateFiles(small, "*.JPEG", SearchOption.AllDirectories).First();
        var written = File.GetLastWriteTimeUtc(file);
        catalog.LoadDataset("small-imagenet").Train.ContentHash.ToString().Should().Be(data.Train.ContentHash.ToString());
        File.GetLastWriteTimeUtc(file).Should().Be(written);
        Directory.EnumerateDirectories(folder).Should().Equal(small);
        // Below a root under a usual name, and by itself.
        catalog.LoadDataset("imagenet").Shape.Should().Be(new ImageShape(3, 299, 299));
        ImageNetDatasets.FolderOf(folder).Should().Be(small);
        ImageNetDatasets.FolderOf(small).Should().Be(small);
    }

    [Fact]
    public void Without_a_folder_ImageNet_says_how_to_name_one() =>
        new Action(() => ExperimentCatalog.Paper().WithImageNet(null, folder).LoadDataset("imagenet"))
            .Should()
            .Throw<IOException>()
            .WithMessage("The data set imagenet needs a folder: give --data DIR or set GENERALIZATION_DATA.");
}
