using Generalization.Corruption;
using Generalization.Data;
using Generalization.Imaging.Decoding;
using Generalization.Imaging.ImageNet;
using Generalization.Imaging.Indexing;
using Generalization.Tests.Support;
using SkiaSharp;

namespace Generalization.Tests.Imaging.ImageNet;

public sealed class ImageNetFolderTests : IDisposable
{
    private static readonly SmallImageNetOptions Small = new()
    {
        Classes = 4,
        TrainPerClass = 5,
        ValidationPerClass = 3,
        LeastSide = 40,
        MostSide = 90,
    };
    private static readonly ImageNetOptions Options = new() { View = PictureView.Distorted(24) };

    private readonly PictureFolder folder = new();

    public static TheoryData<ImageNetLayout> Layouts => [.. Enum.GetValues<ImageNetLayout>()];

    public void Dispose() => folder.Dispose();

    private ImageNetContent Open(ImageNetOptions? options = null, CancellationToken token = default) =>
        ImageNetFolder.Open(folder.Root, options ?? Options, token: token);

    private void Refuses<E>(string sentence, ImageNetOptions? options = null)
        where E : Exception => FluentActions.Invoking(() => Open(options)).Should().Throw<E>().WithMessage(sentence);

    private static byte[] Bytes(Dataset data)
    {
        var all = new byte[data.Pixels.Bytes];
        data.Pixels.Read([.. Enumerable.Range(0, data.Count)], all);
        return all;
    }

    [Theory]
    [MemberData(nameof(Layouts))]
    public void All_layouts_give_the_same_pictures_labels_draws_and_hashes(ImageNetLayout layout)
    {
        using var reference = new PictureFolder();
        SmallImageNet.Write(reference.Root, ImageNetLayout.Folders, Small);
        var expected = ImageNetFolder.Open(reference.Root, Options);
        SmallImageNet.Write(folder.Root, layout, Small);
        var made = Open();
        var written = File.GetLastWriteTimeUtc(folder.At(".pictures.index"));
        var kept = Open();
        File.GetLastWriteTimeUtc(folder.At(".pictures.index")).Should().Be(written, "the second time it is of the index that was kept");
        foreach (var content in new[] { made, kept })
        {
            content.Layout.Should().Be(layout);
            content.WordNetIds.Should().Equal("n90000000", "n90000037", "n90000074", "n90000111");
            foreach (var (data, same) in new[] { (content.Data.Train, expected.Data.Train), (content.Data.Test, expected.Data.Test) })
            {
                data.Labels.ToArray().Should().Equal(same.Labels.ToArray());
                data.Indices.ToArray().Should().Equal(same.Indices.ToArray());
                data.ContentHash.ToString().Should().Be(same.ContentHash.ToString());
                Bytes(data).Should().Equal(Bytes(same));
            }

            var random = content.Data.Corrupt(new UniformLabelNoise(1), 7).Train;
            random.Labels.ToArray().Should().Equal(expected.Data.Corrupt(new UniformLabelNoise(1), 7).Train.Labels.ToArray());
            var (epoch, other) = (content.Data.Train.Pixels.InEpoch(3, 2), expected.Data.Train.Pixels.InEpoch(3, 2));
            Bytes(content.Data.Train.WithPixels(epoch, "epoch")).Should().Equal(Bytes(expected.Data.Train.WithPixels(other, "epoch")));
        }
    }

    [Fact]
    public void A_data_set_without_a_name_is_refused() =>
        FluentActions
            .Invoking(() => new ImageNetOptions { Name = " " })
            .Should()
            .Throw<ArgumentException>()
            .WithMessage("The data set's name must not be empty; leave it out, or give one. (Parameter 'Name')");

    [Fact]
    public void Labels_are_those_of_what_was_written()
    {
        SmallImageNet.Write(folder.Root, ImageNetLayout.Kaggle, Small);
        var content = Open();
        content.Data.Train.Labels.ToArray().Should().Equal(SmallImageNet.Pictures(DatasetSplit.Train, Small).Select(p => (long)p.Class));
        content.Data.Test.Labels.ToArray().Should().Equal(SmallImageNet.Pictures(DatasetSplit.Test, Small).Select(p => (long)p.Class));
        content.Data.ClassNames.Should().Equal("T-shirt/top", "trouser", "pullover", "dress");
        content.Describe().Should().Be("20 training and 12 test pictures of 4 classes were read.");
    }

    [Fact]
    public void A_subset_draws_what_the_whole_would()
    {
        SmallImageNet.Write(folder.Root, ImageNetLayout.Folders, Small);
        var data = Open().Data.Corrupt(new UniformLabelNoise(0.5), 3).Train;
        File.Delete(folder.At("train/n90000000/n90000000_2.JPEG"));
        File.Delete(folder.At("train/n90000074/n90000074_1.JPEG"));
        var fewer = Open().Data.Corrupt(new UniformLabelNoise(0.5), 3).Train;
        int[] kept = [.. Enumerable.Range(0, 20).Where(i => i is not (1 or 10))];
        fewer.Labels.ToArray().Should().Equal(data.Select(kept).Labels.ToArray());
        fewer.ContentHash.ToString().Should().Be(data.Select(kept).ContentHash.ToString());
    }

    [Theory]
    [InlineData("val.txt", "{0}.JPEG {1}")]
    [InlineData("val_labels.txt", "val/{0}.JPEG\t{1}")]
    [InlineData("imagenet_2012_validation_synset_labels.txt", "{1}")]
    public void Pictures_in_one_folder_have_their_classes_from_a_list(string file, string line)
    {
        SmallImageNet.Write(folder.Root, ImageNetLayout.Folders, Small);
        var truth = Open().Data.Test;
        Flatten();
        Refuses<DatasetNotFoundException>(
            $"{folder.Root} has no text file of the classes of the pictures in val (LOC_val_solution.csv, val.txt, val_labels.txt, "
                + "imagenet_2012_validation_synset_labels.txt). Give a file whose lines are a picture's name "
                + "and its WordNet id, or the ids "
                + "alone in the order of the pictures' names; the publisher's "
                + "ILSVRC2012_validation_ground_truth.txt counts by "
                + "numbers that "
                + "only a MATLAB file explains, and is not read."
        );
        var pictures = SmallImageNet.Pictures(DatasetSplit.Test, Small);
        File.WriteAllLines(folder.At(file), pictures.Select(p => string.Format(null, line, p.Stem, SmallImageNet.IdOf(p.Class))));
        var test = Open().Data.Test;
        test.Labels.ToArray().Should().Equal(truth.Labels.ToArray());
        test.ContentHash.ToString().Should().Be(truth.ContentHash.ToString());
    }

    private void Flatten()
    {
        foreach (var own in Directory.GetDirectories(folder.At("val")))
        {
            foreach (var picture in Directory.GetFiles(own))
                File.Move(picture, Path.Combine(folder.At("val"), Path.GetFileName(picture)));
            Directory.Delete(own);
        }
    }

    [Theory]
    [InlineData(
        "490\n361\n",
        "line 1: expected a picture's name and its WordNet id, each picture once, or a WordNet id alone, but found \"490\"."
    )]
    [InlineData("n90000000\nn90000000\n", "2 lines: expected one for each of 12 validation pictures, but found 2.")]
    [InlineData(
        "ILSVRC2012_val_00000001 n90000000\n",
        "picture ILSVRC2012_val_00000002: expected a line for each validation picture, but found none."
    )]
    [InlineData(
        "ILSVRC2012_val_00000001 n12345678\n",
        "class n12345678: expected one of the training pictures' classes, but found a class that only the validation set has."
    )]
    [InlineData(
        "a n90000000\na n90000000\n",
        "line 2: expected a picture's name and its WordNet id, each picture once, or a WordNet id alone, but found \"a n90000000\"."
    )]
    public void A_list_that_is_something_else_is_refused(string content, string sentence)
    {
        SmallImageNet.Write(folder.Root, ImageNetLayout.Folders, Small);
        Flatten();
        File.WriteAllText(folder.At("val.txt"), content);
        Refuses<DatasetFormatException>($"{folder.At("val.txt")}, {sentence}*");
    }

    [Fact]
    public void What_is_missing_or_too_much_is_said()
    {
        Refuses<DatasetNotFoundException>(
            $"{folder.Root} has no train with folders by WordNet id, ILSVRC/Data/CLS-LOC, "
                + "ILSVRC2012_img_train.tar or train-*.parquet. Name "
                + "the folder "
                + "that holds ImageNet's files as its publisher, Kaggle, torchvision or Hugging Face lays them out."
        );
        ImageNetFolder.IsIn(folder.Root).Should().BeFalse();
        SmallImageNet.Write(folder.Root, ImageNetLayout.Folders, Small);
        ImageNetFolder.IsIn(folder.Root).Should().BeTrue();
        folder.Draw("val/n12345678/a.png");
        Refuses<DatasetFormatException>(
            $"{folder.At("val")}, class n12345678: expected one of the training pictures' classes, but found "
                + "a class that only the validation "
                + "set has. Add its training pictures, or remove the folder."
        );
        Directory.Delete(folder.At("val"), recursive: true);
        Refuses<DatasetNotFoundException>($"{folder.Root} has no folder of validation pictures: val, validation, valid. *");
    }

    [Fact]
    public void What_is_no_picture_is_passed_over_and_counted()
    {
        SmallImageNet.Write(folder.Root, ImageNetLayout.Folders, Small);
        folder.Write("train/n90000000/readme.txt", 1);
        folder.Write("train/n90000000/.DS_Store", 1);
        folder.Write("train/n90000000/below/a.png", 1);
        folder.Write("train/others/b.png", 1);
        var content = Open();
        content.Data.Train.Count.Should().Be(20);
        content.PassedOver.Sum(p => p.Files).Should().Be(4);
        content.Describe().Should().Contain("4 files were passed over").And.Contain("1 in folders below n90000000").And.Contain("*.txt");
        Open().PassedOver.Should().Equal(content.PassedOver);
    }

    [Fact]
    public void A_picture_is_what_its_bytes_say_and_not_its_name()
    {
        SmallImageNet.Write(folder.Root, ImageNetLayout.Folders, Small);
        var png = Pictures.Encode(50, 60, SKEncodedImageFormat.Png);
        folder.Write("train/n90000000/n90000000_1.JPEG", png);
        folder.Write("train/n90000000/n90000000_2.JPEG", Pictures.Fixture("cmyk.jpg"));
        var data = Open(
            new ImageNetOptions
            {
                View = new PictureView(50, 60) { CentralShare = 1, Type = PixelType.UInt8 },
            }
        ).Data.Train;
        var (image, pixels) = (data.Pixels.ReadImage(0), Pictures.Whole(png));
        for (var i = 0; i < 3000; i++)
            (image[i], image[3000 + i], image[6000 + i])
                .Should()
                .Be((pixels[i / 60, i % 60].R, pixels[i / 60, i % 60].G, pixels[i / 60, i % 60].B));
        data.Pixels.ReadImage(1).Max().Should().BeGreaterThan(0);
    }

    [Theory]
    [InlineData(PictureCheck.Lengths, 1)]
    [InlineData(PictureCheck.Whole, 3)]
    public void Damaged_pictures_are_refused_or_passed_over_and_counted(PictureCheck check, int found)
    {
        SmallImageNet.Write(folder.Root, ImageNetLayout.Folders, Small);
        folder.Write("train/n90000000/n90000000_3.JPEG");
        var whole = File.ReadAllBytes(folder.At("train/n90000037/n90000037_1.JPEG"));
        folder.Write("train/n90000037/n90000037_1.JPEG", whole[..(whole.Length / 3)]);
        folder.Write("train/n90000037/n90000037_2.JPEG", [.. "no picture"u8]);
        ImageNetOptions With(DamagedPictures damaged) =>
            Options with
            {
                Index = new() { Check = check, Damaged = damaged },
            };
        Refuses<DatasetFormatException>(
            $"{folder.At("train/n90000000/n90000000_3.JPEG")}, byte 0: expected a picture (*), but found an empty file"
                + (found == 1 ? "" : ", and 3 of 20 pictures are damaged")
                + ". Open it to see whether it is whole, and replace it or take it out of the folder. Or have what is damaged passed over: "
                + "IndexOptions.Damaged.",
            With(DamagedPictures.Refuse)
        );
        var content = Open(With(DamagedPictures.PassOver));
        content.Data.Train.Count.Should().Be(20 - found);
        content.PassedOver.Should().ContainSingle(p => p.Reason == "damaged" && p.Files == found);
        if (check == PictureCheck.Whole)
            Bytes(content.Data.Train).Should().NotBeEmpty();
        else
            FluentActions
                .Invoking(() => Bytes(content.Data.Train))
                .Should()
                .Throw<DatasetFormatException>()
                .WithMessage($"{folder.At("train/n90000037/n90000037_1.JPEG")}, byte 0: expected a whole picture, but found one that *");

        // A picture that was left out and is mended in its place is found again.
        File.WriteAllBytes(folder.At("train/n90000000/n90000000_3.JPEG"), whole);
        Open(With(DamagedPictures.PassOver)).Data.Train.Count.Should().Be(20 - found + 1);
    }

    [Fact]
    public void An_index_that_does_not_say_what_damaged_pictures_were_like_is_made_anew()
    {
        SmallImageNet.Write(folder.Root, ImageNetLayout.Folders, Small);
        var (picture, index) = (folder.At("train/n90000000/n90000000_3.JPEG"), folder.At(".pictures.index"));
        var whole = File.ReadAllBytes(picture);
        File.WriteAllBytes(picture, []);
        var options = Options with { Index = new() { Damaged = DamagedPictures.PassOver } };
        Open(options).Data.Train.Count.Should().Be(19);
        var kept = PictureIndexFile.Read(index)!;
        PictureIndexFile.Write(
            index,
            kept with
            {
                Words = kept.Words.Replace(" until changed", "", StringComparison.Ordinal),
                Stamps = [.. kept.Stamps.Where(s => !s.Path.EndsWith("_3.JPEG", StringComparison.Ordinal))],
            }
        );
        File.WriteAllBytes(picture, whole);
        Open(options).Data.Train.Count.Should().Be(20);
    }

    [Fact]
    public void A_picture_that_is_mended_while_others_are_decoded_is_looked_at_again()
    {
        SmallImageNet.Write(folder.Root, ImageNetLayout.Folders, Small);
        var picture = folder.At("train/n90000000/n90000000_3.JPEG");
        var whole = File.ReadAllBytes(picture);
        File.WriteAllBytes(picture, whole[..(whole.Length / 3)]);
        var options = Options with
        {
            Index = new() { Check = PictureCheck.Whole, Damaged = DamagedPictures.PassOver },
        };
        Open(options with { Decoder = new Mending(picture, whole) }).Data.Train.Count.Should().Be(19);
        Open(options).Data.Train.Count.Should().Be(20);
    }

    private sealed class Mending(string picture, byte[] whole) : IPictureDecoder
    {
        private readonly SkiaDecoder decoder = new();

        public DecodedPart Decode(ReadOnlyMemory<byte> encoded, Func<int, int, PictureBox> part, DecodeRequest request)
        {
            try
            {
                return decoder.Decode(encoded, part, request);
            }
            catch (DamagedPictureException)
            {
                File.WriteAllBytes(picture, whole);
                throw;
            }
        }
    }

    [Fact]
    public void An_index_is_made_again_when_a_folder_changes_and_not_else()
    {
        SmallImageNet.Write(folder.Root, ImageNetLayout.Folders, Small);
        Open();
        var index = folder.At(".pictures.index");
        var kept = File.ReadAllBytes(index);
        var written = File.GetLastWriteTimeUtc(index);
        Open();
        File.GetLastWriteTimeUtc(index).Should().Be(written);
        File.Copy(folder.At("train/n90000000/n90000000_1.JPEG"), folder.At("train/n90000000/n90000000_9.JPEG"));
        Open().Data.Train.Count.Should().Be(21);
        File.WriteAllText(folder.At("words.txt"), "n90000000\ta dress\nn90000037\ta dress\nn12345678\tno class\n");
        Open().Data.ClassNames.Should().Equal("a dress (n90000000)", "a dress (n90000037)", "n90000074", "n90000111");
        // A broken one is made again.
        foreach (var broken in new byte[][] { kept[..^1], [.. kept[..40], 0xFF, .. kept[41..]], [] })
        {
            File.WriteAllBytes(index, broken);
            Open().Data.Train.Count.Should().Be(21);
        }
    }

    [Fact]
    public void An_index_of_Parquet_files_beside_it_is_kept_too_and_made_again_when_one_comes()
    {
        SmallImageNet.Write(folder.Root, ImageNetLayout.Parquet, Small);
        foreach (var file in Directory.GetFiles(folder.At("data")))
            File.Move(file, folder.At(Path.GetFileName(file)));
        Directory.Delete(folder.At("data"));
        Open();
        var index = folder.At(".pictures.index");
        var written = File.GetLastWriteTimeUtc(index);
        Open().Data.Train.Count.Should().Be(20);
        File.GetLastWriteTimeUtc(index).Should().Be(written);
        File.Copy(folder.At("train-00000-of-00001.parquet"), folder.At("train-00001-of-00001.parquet"));
        Open().Data.Train.Count.Should().Be(40);
    }

    [Fact]
    public void An_index_whose_names_lead_out_of_the_folder_is_made_again()
    {
        SmallImageNet.Write(folder.Root, ImageNetLayout.Folders, Small);
        Open();
        var index = folder.At(".pictures.index");
        var kept = PictureIndexFile.Read(index)!;
        var names = kept.Train.Names.ToArray();
        "../".Select(c => (byte)c).ToArray().CopyTo(names, 0);
        PictureIndexFile.Write(index, kept with { Train = kept.Train with { Names = names } });
        Open().Data.Train.Pixels.ReadImage(0).Should().NotBeNull();
        PictureIndexFile.Read(index)!.Train.NameOf(0).Should().Be(kept.Train.NameOf(0));
    }

    [Fact]
    public void A_link_to_an_archive_is_looked_through_and_one_out_of_the_folder_is_refused()
    {
        using var elsewhere = new PictureFolder();
        SmallImageNet.Write(elsewhere.Root, ImageNetLayout.Tars, Small);
        foreach (var file in Directory.GetFiles(elsewhere.Root))
            File.CreateSymbolicLink(folder.At(Path.GetFileName(file)), file);
        FluentActions.Invoking(() => Open()).Should().Throw<DatasetFormatException>().WithMessage("*expected a target in *");
        var followed = Options with { Index = new() { FollowLinks = true } };
        Open(followed).Data.Train.Count.Should().Be(20);
        SmallImageNet.Write(elsewhere.Root, ImageNetLayout.Tars, Small with { TrainPerClass = 6 });
        Open(followed).Data.Train.Count.Should().Be(24, "the archive behind the link is another");
    }

    [Fact]
    public void A_picture_that_changed_since_is_refused_when_it_is_read()
    {
        SmallImageNet.Write(folder.Root, ImageNetLayout.Folders, Small);
        var data = Open().Data.Train;
        var picture = folder.At("train/n90000000/n90000000_1.JPEG");
        var length = new FileInfo(picture).Length;
        File.WriteAllBytes(picture, new byte[length + 3]);
        FluentActions
            .Invoking(() => data.Pixels.ReadImage(0))
            .Should()
            .Throw<IOException>()
            .WithMessage(
                $"{picture} must hold a picture of {length} bytes as when the folder was indexed, but has "
                    + $"{length + 3} bytes; open the folder "
                    + "again, which indexes it anew."
            );
        File.Delete(picture);
        FluentActions
            .Invoking(() => data.Pixels.ReadImage(0))
            .Should()
            .Throw<IOException>()
            .WithMessage($"{picture} must hold *, but has nothing; *");
    }

    [Fact]
    public void The_index_may_lie_elsewhere()
    {
        SmallImageNet.Write(folder.Root, ImageNetLayout.Tars, Small);
        var index = folder.At("elsewhere/my.index");
        Open(Options with { Index = new() { IndexFile = index } });
        File.Exists(index).Should().BeTrue();
        File.Exists(folder.At(".pictures.index")).Should().BeFalse();
    }

    [Theory]
    [MemberData(nameof(Layouts))]
    public void Indexing_ends_when_it_is_cancelled_and_keeps_nothing(ImageNetLayout layout)
    {
        SmallImageNet.Write(folder.Root, layout, Small);
        using var cancel = new CancellationTokenSource();
        cancel.Cancel();
        FluentActions.Invoking(() => Open(token: cancel.Token)).Should().Throw<OperationCanceledException>();
        File.Exists(folder.At(".pictures.index")).Should().BeFalse();
    }

    [Fact]
    public void A_broken_archive_is_refused()
    {
        SmallImageNet.Write(folder.Root, ImageNetLayout.Tars, Small);
        var tar = folder.At("ILSVRC2012_img_train.tar");
        var bytes = File.ReadAllBytes(tar);
        File.WriteAllBytes(tar, bytes[..(bytes.Length / 2)]);
        Refuses<DatasetFormatException>(
            $"{tar}, byte *: expected a tar archive, but found something else (*). Fetch the archive again from its publisher."
        );
        File.WriteAllBytes(tar, new byte[10240]);
        Refuses<DatasetFormatException>(
            $"{tar}, byte 0: expected an archive of each class, named by its WordNet id, but found 0 of them with pictures. *"
        );
    }

    [Fact]
    public void A_parquet_file_that_is_something_else_is_refused()
    {
        SmallImageNet.Write(folder.Root, ImageNetLayout.Parquet, Small);
        var file = folder.At("data/validation-00000-of-00001.parquet");
        File.WriteAllBytes(file, new byte[100]);
        Refuses<DatasetFormatException>(
            $"{file}, byte 0: expected a Parquet file, but found something else (*). Fetch the file again from its publisher."
        );
        File.Delete(file);
        Refuses<DatasetNotFoundException>(
            $"{folder.At("data")} has no validation-*.parquet. Fetch the validation files too, since the test set is in them."
        );
    }
}
