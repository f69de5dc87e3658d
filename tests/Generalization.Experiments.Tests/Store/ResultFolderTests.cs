using Generalization.Experiments.Store;

namespace Generalization.Tests.Store;

public sealed class ResultFolderTests : IDisposable
{
    private readonly string root = Directory.CreateTempSubdirectory("folders").FullName;

    public void Dispose() => Directory.Delete(root, recursive: true);

    [Fact]
    public void Of_many_that_ask_for_one_folder_at_once_one_gets_it()
    {
        for (var round = 0; round < 50; round++)
        {
            var path = Path.Combine(root, $"{round}");
            var got = 0;
            Parallel.For(
                0,
                8,
                _ =>
                {
                    try
                    {
                        using var folder = ResultFolder.Claim(path);
                        File.WriteAllText(folder.FileOf("result.json"), "");
                        Interlocked.Increment(ref got);
                    }
                    catch (IOException e)
                    {
                        e.Message.Should().Be($"A run is never overwritten, but {path} is not empty. Name another folder.");
                    }
                }
            );
            got.Should().Be(1);
            Directory.EnumerateFileSystemEntries(path).Select(Path.GetFileName).Should().Equal("result.json");
        }
    }

    [Fact]
    public void A_folder_that_holds_something_is_refused_and_stays_as_it_is()
    {
        File.WriteAllText(Path.Combine(root, "history.csv"), "mine");
        new Action(() => ResultFolder.Claim(root))
            .Should()
            .Throw<IOException>()
            .WithMessage($"A run is never overwritten, but {root} is not empty. Name another folder.");
        File.ReadAllText(Path.Combine(root, "history.csv")).Should().Be("mine");
        Directory.EnumerateFileSystemEntries(root).Should().ContainSingle();
    }
}
