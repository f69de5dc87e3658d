using Generalization.Files;

namespace Generalization.Tests.Files;

public sealed class WritableTests : IDisposable
{
    private readonly string root = Directory.CreateTempSubdirectory("writable").FullName;

    public void Dispose() => Directory.Delete(root, recursive: true);

    [Fact]
    public void What_can_be_written_is_left_as_it_was()
    {
        var path = Path.Combine(root, "result.json");
        Writable.CheckFile(path, "--json");
        File.WriteAllText(path, "kept");
        Writable.CheckFile(path, "--json");
        File.ReadAllText(path).Should().Be("kept");
        Writable.CheckFolder(Path.Combine(root, "a", "b"), "The folder");
        Directory.EnumerateFileSystemEntries(root, "*", SearchOption.AllDirectories).Should().HaveCount(3);
    }

    [Fact]
    public void A_file_that_cannot_be_written_is_refused()
    {
        FluentActions
            .Invoking(() => Writable.CheckFile(root, "--json"))
            .Should()
            .Throw<IOException>()
            .WithMessage($"--json must be a file that can be written, but {root} is not (it is a folder); name another.");
        var path = Path.Combine(root, "none", "result.json");
        FluentActions
            .Invoking(() => Writable.CheckFile(path, "--json"))
            .Should()
            .Throw<IOException>()
            .WithMessage(
                $"--json must be a file that can be written, but {path} is not (there is no folder "
                    + $"{Path.Combine(root, "none")}); name another."
            );
        FluentActions
            .Invoking(() => Writable.CheckFile("", "--json"))
            .Should()
            .Throw<IOException>()
            .WithMessage("--json must be a file that can be written, but  is not (it has no name); name another.");
    }

    [Fact]
    public void A_folder_that_cannot_be_is_refused()
    {
        var path = Path.Combine(root, "file");
        File.WriteAllText(path, "");
        FluentActions
            .Invoking(() => Writable.CheckFolder(path, "The folder for TensorBoard"))
            .Should()
            .Throw<IOException>()
            .WithMessage($"The folder for TensorBoard must be a folder that can be written to, but {path} is not (*); name another.");
    }
}
