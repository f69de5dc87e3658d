using Generalization.Experiments.Store;

namespace Generalization.Tests.Store;

public sealed class NewFileTests : IDisposable
{
    private readonly string root = Directory.CreateTempSubdirectory("files").FullName;

    public void Dispose() => Directory.Delete(root, recursive: true);

    [Fact]
    public void One_alone_makes_it()
    {
        var path = Path.Combine(root, "file");
        using var first = NewFile.TryCreate(path, FileShare.ReadWrite);
        first.Should().NotBeNull();
        NewFile.TryCreate(path, FileShare.ReadWrite).Should().BeNull();
    }

    /// <summary>What was there when it was to be made may be gone at the next look.</summary>
    [Fact]
    public async Task Who_comes_while_another_removes_it_makes_it_or_is_told_that_it_was_there()
    {
        var path = Path.Combine(root, "file");
        var made = 0;
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Factory.StartNew(Try, TaskCreationOptions.LongRunning)));
        made.Should().BePositive();
        File.Exists(path).Should().BeFalse();

        void Try()
        {
            for (var i = 0; i < 20_000; i++)
            {
                if (NewFile.TryCreate(path, FileShare.ReadWrite) is not { } file)
                    continue;
                Interlocked.Increment(ref made);
                file.Dispose();
                File.Delete(path);
            }
        }
    }

    [Fact]
    public void Another_reason_is_told() =>
        new Action(() => NewFile.TryCreate(Path.Combine(root, "none", "file"), FileShare.None))
            .Should()
            .Throw<DirectoryNotFoundException>();
}
