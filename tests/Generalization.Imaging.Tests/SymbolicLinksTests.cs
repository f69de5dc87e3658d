using Generalization.Data;
using Generalization.Imaging;
using Generalization.Tests.Support;

namespace Generalization.Tests.Data;

public sealed class SymbolicLinksTests : IDisposable
{
    private readonly PictureFolder pictures = new(),
        outside = new();

    public void Dispose()
    {
        pictures.Dispose();
        outside.Dispose();
    }

    private void Refuses(string link, string target)
    {
        new Action(() => ImageFolder.Load(pictures.Root))
            .Should()
            .Throw<DatasetFormatException>()
            .WithMessage(
                $"{link}, a symbolic link: expected a target in {pictures.Root}, but found {target}. Allow such links by FollowLinks "
                    + "(--follow-links in the samples) if you trust them, or remove this one."
            );
    }

    [Fact]
    public void A_picture_that_lies_outside_is_refused_unless_it_is_allowed()
    {
        pictures.DrawAll();
        var target = outside.Draw("secret.png", 99);
        var link = pictures.At("train/cat/z.png");
        File.CreateSymbolicLink(link, target);
        Refuses(link, target);
        ImageFolder.Load(pictures.Root, new ImageFolderOptions { FollowLinks = true }).Train.Count.Should().Be(3);
    }

    [Fact]
    public void A_folder_that_lies_outside_is_refused_unless_it_is_allowed()
    {
        pictures.DrawAll();
        outside.Draw("bird/1.png");
        foreach (var split in new[] { "train", "test" })
            Directory.CreateSymbolicLink(pictures.At($"{split}/bird"), outside.At("bird"));
        Refuses(pictures.At("train/bird"), outside.At("bird"));
        ImageFolder.Load(pictures.Root, new ImageFolderOptions { FollowLinks = true }).ClassNames.Should().Equal("bird", "cat", "dog");
    }

    [Fact]
    public void A_training_set_that_lies_outside_is_refused()
    {
        pictures.DrawAll();
        Directory.Move(pictures.At("train"), outside.At("train"));
        Directory.CreateSymbolicLink(pictures.At("train"), outside.At("train"));
        Refuses(pictures.At("train/cat"), outside.At("train/cat"));
    }

    /// <summary>The link's own target is inside; what it leads through is not.</summary>
    [Fact]
    public void A_way_out_through_another_link_is_seen()
    {
        pictures.DrawAll();
        outside.Draw("far/1.png");
        Directory.CreateSymbolicLink(pictures.At(".way"), outside.Root);
        var link = pictures.At("train/cat/z.png");
        File.CreateSymbolicLink(link, "../../.way/far/1.png");
        Refuses(link, outside.At("far/1.png"));
    }

    [Fact]
    public void A_link_within_the_folder_is_followed_also_where_the_folder_is_named_by_a_link()
    {
        pictures.DrawAll();
        File.CreateSymbolicLink(pictures.At("train/cat/z.png"), "../dog/b.png");
        Directory.CreateSymbolicLink(pictures.At("train/dog/more"), pictures.At("train/cat"));
        ImageFolder.Load(pictures.Root).Train.Count.Should().Be(5);
        Directory.CreateSymbolicLink(outside.At("named"), pictures.Root);
        ImageFolder.Load(outside.At("named")).Train.Count.Should().Be(5);
    }

    [Fact]
    public void A_circle_and_a_link_to_nothing_are_refused()
    {
        pictures.DrawAll();
        var circle = pictures.At("train/cat/again");
        Directory.CreateSymbolicLink(circle, "../../train");
        new Action(() => ImageFolder.Load(pictures.Root))
            .Should()
            .Throw<DatasetFormatException>()
            .WithMessage("*, a symbolic link: expected a folder that does not hold the link, but found *. Remove the link.");
        Directory.Delete(circle);
        var broken = pictures.At("train/cat/0.png");
        File.CreateSymbolicLink(broken, "nowhere.png");
        new Action(() => ImageFolder.Load(pictures.Root))
            .Should()
            .Throw<DatasetFormatException>()
            .WithMessage(
                $"{broken}, a symbolic link: expected something at its end, but found nothing at {pictures.At("train/cat/nowhere.png")}. "
                    + "Remove the link."
            );
        File.Delete(broken);
        File.CreateSymbolicLink(broken, broken);
        new Action(() => ImageFolder.Load(pictures.Root))
            .Should()
            .Throw<DatasetFormatException>()
            .WithMessage(
                $"{broken}, a symbolic link: expected at most 40 links on the way, but found more, perhaps a circle. Remove the link."
            );
    }
}
