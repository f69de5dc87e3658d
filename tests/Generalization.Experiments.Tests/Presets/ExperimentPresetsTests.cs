using System.Text.Json.Nodes;
using Generalization.Experiments;
using Generalization.Experiments.Kinds;
using Generalization.Experiments.Kinds.FiniteSamples;
using Generalization.Experiments.Kinds.KernelInterpolation;
using Generalization.Experiments.Kinds.NetworkTraining;
using Generalization.Experiments.Presets;
using Generalization.Models;
using Generalization.Report.Content;
using Generalization.Report.Paper;
using Generalization.Tests.Support;

namespace Generalization.Tests.Presets;

public class ExperimentPresetsTests
{
    public static TheoryData<string> Names => [.. ExperimentPresets.Names];

    [Theory]
    [MemberData(nameof(Names))]
    public void It_expands_to_experiments_that_differ_and_can_be_run(string name)
    {
        var list = ExperimentPresets.Named(name);
        list.Name.Should().Be(name);
        // Parsing drops what stands twice, so the sweeps are counted by themselves.
        var root = JsonNode.Parse(
            ExperimentPresets.Json(name),
            documentOptions: new() { CommentHandling = System.Text.Json.JsonCommentHandling.Skip }
        )!;
        root["sweeps"]!
            .AsArray()
            .SelectMany(s => Sweep.Parse(s).Expand(KnownKinds.All))
            .Should()
            .OnlyHaveUniqueItems(e => e.Id)
            .And.HaveCount(list.Experiments.Length);
        foreach (var training in list.Experiments.OfType<TrainingExperiment>())
        {
            PaperModels.Names.Should().Contain(training.Model);
            training.CreateCorruption().Should().NotBeNull();
        }
    }

    [Theory]
    [InlineData("smoke")]
    [InlineData("paper")]
    public void It_fills_every_part_of_the_report(string name)
    {
        var report = PaperReport.Of(name, [.. ExperimentPresets.Named(name).Experiments.Select(FakeRuns.Finished)]);
        foreach (var section in report.Sections.Where(s => s.Paper.IsCovered))
        {
            section.Rows.Where(r => r.N == 0).Select(r => r.Paper.Label).Should().BeEmpty(section.Paper.Id);
            if (section.Paper.Id.StartsWith("figure", StringComparison.Ordinal) || section.Rows.IsEmpty)
                (section.Figures.Length + section.Statements.Length).Should().BePositive(section.Paper.Id);
        }
    }

    [Theory]
    [InlineData("imagenet")]
    [InlineData("small-imagenet")]
    public void ImageNets_lists_fill_Table_2s_seven_rows_and_figure_2a(string name)
    {
        var report = PaperReport.Of(name, [.. ExperimentPresets.Named(name).Experiments.Select(FakeRuns.Finished)]);
        var table = report.Sections.Single(s => s.Paper.Id == "table-2");
        var filled = table.Rows.Where(r => r.N > 0).Select(r => r.Paper.Label).Distinct();
        filled.Should().HaveCount(7).And.Equal(table.Rows.Select(r => r.Paper.Label).Distinct());
        report.Sections.Single(s => s.Paper.Id == "figure-2a").Figures.Single().Curves.Should().HaveCount(6);
    }

    [Fact]
    public void Each_experiment_of_the_paper_is_at_its_scale()
    {
        var report = PaperReport.Of("paper", [.. ExperimentPresets.Named("paper").Experiments.Select(FakeRuns.Finished)]);
        report
            .Sections.Where(s => s.Paper.IsCovered)
            .SelectMany(s => s.Rows)
            .Select(r => r.Status)
            .Should()
            .BeSubsetOf([ReportStatus.Reproduced, ReportStatus.Deviates, ReportStatus.Inconclusive, ReportStatus.NotComparable]);
        report.Sections.SelectMany(s => s.Rows).Where(r => r.Paper.Selector is TrainingSelector).Should().OnlyContain(r => r.N >= 1);
    }

    [Fact]
    public void The_smoke_list_needs_no_files() =>
        ExperimentPresets
            .Named("smoke")
            .Experiments.Select(e => e.Kind.NamesOf(e).Dataset)
            .Should()
            .OnlyContain(d => d == "fashion-mnist-mini");

    [Fact]
    public void An_unknown_name_names_the_known_ones() =>
        new Action(() => ExperimentPresets.Named("quick"))
            .Should()
            .Throw<ArgumentException>()
            .WithMessage("The preset must be one of smoke, cpu, paper, imagenet, small-imagenet, but was quick.*");
}
