using Generalization.Data;
using Generalization.Imaging;
using Generalization.Tests.Support;

namespace Generalization.Tests.Data;

/// <summary>Where training and test pictures are looked for.</summary>
public sealed class ImageFolderLayoutTests : IDisposable
{
    private readonly PictureFolder pictures = new();

    public void Dispose() => pictures.Dispose();

    private static int[] Greys(Dataset set) =>
        [.. Enumerable.Range(0, set.Count).Select(i => (int)((UInt8Pixels)set.Pixels).Values[i * 48])];

    private void Refuses<T>(string sentence, ImageFolderOptions? options = null)
        where T : Exception => new Action(() => ImageFolder.Load(pictures.Root, options)).Should().Throw<T>().WithMessage(sentence);

    [Theory]
    [InlineData("train", "test")]
    [InlineData("train", "val")]
    [InlineData("Train", "valid")]
    [InlineData("train", "Validation")]
    [InlineData("Training", "Testing")]
    public void The_two_sets_have_the_names_that_people_give_them(string train, string test)
    {
        pictures.DrawAll(train, test);
        var data = ImageFolder.Load(pictures.Root);
        (Greys(data.Train), Greys(data.Test)).Should().BeEquivalentTo((new[] { 10, 20 }, new[] { 30, 40 }));
    }

    [Fact]
    public void Of_test_and_val_the_test_set_is_read_and_the_other_said()
    {
        pictures.DrawAll();
        var example = pictures.Draw("val/cat/e.png", 50);
        var content = ImageFolder.Read(pictures.Root);
        Greys(content.Data.Test).Should().Equal(30, 40);
        content.PassedOver.Should().Equal(new PassedOver("in val, since train and test are read", 1, example));
    }

    /// <summary>As competitions give it, whose answers are secret.</summary>
    [Fact]
    public void A_test_set_without_labels_gives_way_to_val()
    {
        pictures.DrawAll(test: "val");
        pictures.Draw("test/images/1.png", 60);
        Greys(ImageFolder.Load(pictures.Root).Test).Should().Equal(30, 40);
    }

    [Fact]
    public void A_class_that_only_the_test_set_has_is_refused_by_name()
    {
        pictures.DrawAll();
        pictures.Draw("test/bird/e.png");
        Refuses<DatasetFormatException>(
            $"{pictures.At("test")}, class bird: expected one of the classes of {pictures.At("train")} (cat, dog), but found a class that "
                + "only the test set has. Add its training pictures, or remove the folder."
        );
    }

    [Fact]
    public void A_folder_of_classes_is_read_with_a_share_of_each_held_out()
    {
        foreach (var (name, count) in new[] { ("a", 10), ("b", 5), ("c", 2) })
            for (var i = 0; i < count; i++)
                pictures.Draw($"{name}/{i}.png", 100 * (name[0] - 'a') + i);
        var options = new ImageFolderOptions { TestShare = 0.3, Seed = 7 };
        var data = ImageFolder.Load(pictures.Root, options);

        data.ClassNames.Should().Equal("a", "b", "c");
        data.Test.Labels.ToArray().Should().Equal(0, 0, 0, 1, 1, 2);
        data.Train.Labels.ToArray().Should().Equal(0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 2);
        Greys(data.Train).Concat(Greys(data.Test)).Should().OnlyHaveUniqueItems().And.HaveCount(17);
        Greys(data.Train).Should().BeInAscendingOrder("files stay in order");
        data.IsHeldOut.Should().BeFalse("it is the test set, and nothing was chosen by it");
        data.Test.Lineage[0].Operation.Should().Be("6 pictures read, 0.3 of each class held out as test set by seed 7");
        Greys(ImageFolder.Load(pictures.Root, options).Test).Should().Equal(Greys(data.Test));
        Enumerable
            .Range(0, 20)
            .Select(seed => string.Join(" ", Greys(ImageFolder.Load(pictures.Root, options with { Seed = (ulong)seed }).Test)))
            .Distinct()
            .Should()
            .HaveCountGreaterThan(10);
    }

    [Fact]
    public void A_training_set_alone_can_give_up_a_share_too()
    {
        for (var i = 0; i < 4; i++)
        {
            pictures.Draw($"train/cat/{i}.png");
            pictures.Draw($"train/dog/{i}.png");
        }

        var data = ImageFolder.Load(pictures.Root, new ImageFolderOptions { TestShare = 0.25 });
        (data.Train.Count, data.Test.Count).Should().Be((6, 2));
        Refuses<DatasetNotFoundException>(
            $"{pictures.Root} has no test set: test, testing, val, valid, validation. Add such a folder with a folder of pictures for each "
                + "class, or say which share of the training pictures is held out: TestShare, --test-share in the samples."
        );
        pictures.Draw("val/cat/1.png");
        Refuses<ArgumentException>(
            $"A share is held out (TestShare) where a folder has no test set, but {pictures.Root} has val. (Parameter 'options')",
            new ImageFolderOptions { TestShare = 0.25 }
        );
    }

    [Fact]
    public void A_folder_of_classes_without_a_share_and_a_class_of_one_picture_are_refused()
    {
        pictures.Draw("cat/1.png");
        pictures.Draw("dog/1.png");
        pictures.Draw("dog/2.png");
        Refuses<DatasetNotFoundException>(
            $"{pictures.Root} has no train, a folder with a folder of pictures for each class. Where its "
                + "folders are the classes (cat, dog), "
                + "say which share of each is held out as a test set: TestShare, --test-share in the samples."
        );
        Refuses<DatasetFormatException>(
            $"{pictures.At("cat")}, class cat: expected two pictures at least, one to train on and one to hold out, but found one. Add "
                + "pictures of it, or remove the class.",
            new ImageFolderOptions { TestShare = 0.5 }
        );
        foreach (var share in new[] { 0, 1, -0.1, double.NaN })
            new Action(() => _ = new ImageFolderOptions { TestShare = share })
                .Should()
                .Throw<ArgumentOutOfRangeException>()
                .WithMessage(FormattableString.Invariant($"TestShare must lie in (0, 1), but was {share}. (Parameter 'TestShare')"));
    }
}
