using Generalization.Files;

namespace Generalization.Tests.Files;

public sealed class WholeFileTests : IDisposable
{
    private readonly string root = Directory.CreateTempSubdirectory("files").FullName;

    public void Dispose() => Directory.Delete(root, recursive: true);

    [Fact]
    public void Many_that_write_one_file_at_once_leave_one_whole_one()
    {
        var path = Path.Combine(root, "report.html");
        Parallel.For(0, 64, i => WholeFile.Write(path, new string((char)('a' + i % 16), 100_000)));
        File.ReadAllText(path).Distinct().Should().ContainSingle();
        new FileInfo(path).Length.Should().Be(100_000);
        Directory.EnumerateFileSystemEntries(root).Should().ContainSingle();
    }

    [Fact]
    public void A_copy_takes_the_place_of_what_was_there()
    {
        var (from, to) = (Path.Combine(root, "from"), Path.Combine(root, "to"));
        File.WriteAllBytes(from, [.. Enumerable.Range(0, 100_000).Select(i => (byte)i)]);
        File.WriteAllText(to, "cut short by a kill");
        WholeFile.Copy(from, to);
        File.ReadAllBytes(to).Should().Equal(File.ReadAllBytes(from));
        new Action(() => WholeFile.Copy(Path.Combine(root, "missing"), to)).Should().Throw<FileNotFoundException>();
        Directory.EnumerateFileSystemEntries(root).Should().BeEquivalentTo(from, to);
    }

    [Fact]
    public void A_folder_that_is_missing_is_named()
    {
        var path = Path.Combine(root, "missing", "file");
        new Action(() => WholeFile.Write(path, "text"))
            .Should()
            .Throw<DirectoryNotFoundException>()
            .Which.StackTrace.Should()
            .NotContain("File.Delete", "what is told is what went wrong first");
    }

    [Fact]
    public void What_fails_half_way_leaves_what_was_there()
    {
        var path = Path.Combine(root, "file");
        WholeFile.Write(path, "before");
        new Action(() =>
            WholeFile.Write(
                path,
                file =>
                {
                    file.WriteByte(1);
                    throw new InvalidOperationException();
                },
                path + ".part"
            )
        ).Should().Throw<InvalidOperationException>();
        File.ReadAllText(path).Should().Be("before");
        new Action(() => WholeFile.Write(path, file => file.WriteByte(1), path + ".part", overwrite: false)).Should().Throw<IOException>();
        Directory.EnumerateFileSystemEntries(root).Should().Equal(path);
    }
}
