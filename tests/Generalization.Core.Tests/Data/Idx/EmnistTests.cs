using Generalization.Data;
using Generalization.Data.Idx;
using Generalization.Data.Known;

namespace Generalization.Tests.Data;

public sealed class EmnistTests : IDisposable
{
    private readonly string root = Directory.CreateTempSubdirectory("emnist").FullName;

    public void Dispose() => Directory.Delete(root, recursive: true);

    private void Write(string below, string selection, params byte[] labels)
    {
        var folder = Directory.CreateDirectory(Path.Combine(root, below)).FullName;
        // Each image is 2×3 in the file: 0 1 2 over 3 4 5.
        byte[] pixels = [.. labels.SelectMany(_ => new byte[] { 0, 1, 2, 3, 4, 5 })];
        foreach (var split in new[] { "train", "test" })
        {
            IdxFile.WriteGzip(Path.Combine(folder, $"emnist-{selection}-{split}-images-idx3-ubyte.gz"), [labels.Length, 2, 3], pixels);
            IdxFile.WriteGzip(Path.Combine(folder, $"emnist-{selection}-{split}-labels-idx1-ubyte.gz"), [labels.Length], labels);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("emnist")]
    [InlineData("emnist/gzip")]
    [InlineData("gzip")]
    [InlineData("EMNIST/raw")]
    public void Letters_are_read_upright_and_their_labels_begin_with_0(string below)
    {
        Write(below, "letters", 1, 26);
        foreach (var data in new[] { Emnist.Load(root, "letters"), KnownDatasets.Load("emnist-letters", root) })
        {
            (data.Name, data.Shape, data.ClassCount).Should().Be(("emnist-letters", new ImageShape(1, 3, 2), 26));
            data.Train.Labels.ToArray().Should().Equal(0, 25);
            data.ClassNames[25].Should().Be("z");
            ((UInt8Pixels)data.Test.Pixels).Values.ToArray().Should().Equal(0, 3, 1, 4, 2, 5, 0, 3, 1, 4, 2, 5);
            data.Train.Lineage[0].Operation.Should().Be("emnist-letters Train read from IDX, rows and columns exchanged back");
        }
    }

    [Fact]
    public void A_letter_0_is_none()
    {
        Write("", "letters", 1, 0);
        new Action(() => Emnist.Load(root, "letters"))
            .Should()
            .Throw<DatasetFormatException>()
            .WithMessage(
                $"{Path.Combine(root, "emnist-letters-train-labels-idx1-ubyte.gz")}, byte 9: expected a label in [1, 26], but found 0. "
                    + "Fetch the file again from its publisher."
            );
    }

    [Theory]
    [InlineData("byclass", 62, "z")]
    [InlineData("bymerge", 47, "t")]
    [InlineData("balanced", 47, "t")]
    [InlineData("letters", 26, "z")]
    [InlineData("digits", 10, "9")]
    [InlineData("mnist", 10, "9")]
    public void Each_selection_has_its_classes(string selection, int count, string last)
    {
        var names = Emnist.ClassNames(selection);
        (names.Count, names.Distinct().Count(), names[^1]).Should().Be((count, count, last));
        Write("", selection, (byte)count, 1);
        if (selection == "letters")
            Emnist.Load(root, selection).Train.Labels[0].Should().Be(25);
        else
            new Action(() => Emnist.Load(root, selection)).Should().Throw<DatasetFormatException>("the labels begin with 0");
    }

    [Fact]
    public void Another_selection_and_a_missing_file_are_named()
    {
        new Action(() => Emnist.Load(root, "words"))
            .Should()
            .Throw<ArgumentException>()
            .WithMessage(
                "EMNIST's selection must be one of balanced, byclass, bymerge, digits, letters, mnist, but "
                    + "was words. (Parameter 'selection')"
            );
        new Action(() => Emnist.Load(root, "digits"))
            .Should()
            .Throw<DatasetNotFoundException>()
            .WithMessage($"{root} has no emnist-digits-train-images-idx3-ubyte or emnist-digits-train-images-idx3-ubyte.gz. *");
    }
}
