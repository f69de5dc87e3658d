using Generalization.Kernels.Cholesky;
using Generalization.Kernels.Solvers;
using Generalization.Tests.Support;
using static TorchSharp.torch;

namespace Generalization.Tests;

[NoTensorLeaks]
public class PanelFileTests
{
    private static readonly TriangleLayout Layout = new(37, 10);

    [Fact]
    public void Gives_back_what_was_written_in_any_order()
    {
        using var file = new PanelFile(Path.GetTempPath(), Layout, ScalarType.Float64);
        using var scope = NewDisposeScope();
        Tensor[] panels =
        [
            .. Enumerable.Range(0, Layout.PanelCount).Select(i => rand([Layout.Rows(i), Layout.Columns(i)], ScalarType.Float64)),
        ];
        for (var i = 0; i < panels.Length; i++)
            file.Write(i, panels[i]);
        foreach (var (panel, following) in new (int, int?)[] { (0, 1), (1, 2), (3, 0), (0, null), (2, 3) })
        {
            using var read = file.Read(panel, following);
            read.data<double>().ToArray().Should().Equal(panels[panel].data<double>().ToArray());
        }
    }

    /// <summary>Whether the panel that ends early was asked for at once or read ahead, no tensor stays.</summary>
    [Fact]
    public void A_panel_that_ends_early_is_refused_and_leaves_nothing()
    {
        using var file = new PanelFile(Path.GetTempPath(), Layout, ScalarType.Float64);
        using (var scope = NewDisposeScope())
            file.Write(0, rand([Layout.Rows(0), Layout.Columns(0)], ScalarType.Float64));
        const string sentence = "The spilled panel 1 ends early; the disk may have failed.";
        FluentActions.Invoking(() => file.Read(1, null)).Should().Throw<EndOfStreamException>().WithMessage(sentence);
        file.Read(0, 1).Dispose();
        FluentActions.Invoking(() => file.Read(1, 2)).Should().Throw<EndOfStreamException>().WithMessage(sentence);
        file.Read(0, 1).Dispose();
        file.Read(0, 2).Dispose();
    }

    [Fact]
    public void A_folder_that_does_not_exist_is_refused()
    {
        var missing = Path.Combine(Path.GetTempPath(), "no such folder");
        FluentActions
            .Invoking(() => new PanelFile(missing, Layout, ScalarType.Float64))
            .Should()
            .Throw<DirectoryNotFoundException>()
            .WithMessage($"The folder to spill to must exist, but {missing} does not.");
    }

    [Fact]
    public void More_than_the_disk_has_is_refused() =>
        FluentActions
            .Invoking(() => new PanelFile(Path.GetTempPath(), new TriangleLayout(20_000_000, 10_000), ScalarType.Float64))
            .Should()
            .Throw<IOException>()
            .WithMessage("Spilling needs * GB in *, but * GB are free; choose another folder or more memory.");
}
