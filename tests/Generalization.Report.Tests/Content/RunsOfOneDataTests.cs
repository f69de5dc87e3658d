using Generalization.Experiments;
using Generalization.Report.Content;
using Generalization.Tests.Support;

namespace Generalization.Tests.Content;

public class RunsOfOneDataTests
{
    private static readonly string Older = new('c', 64),
        Newer = new('d', 64);

    private static Run Of(ulong seed, double test, string? hash, string finished = "2026-01-02T03:04:05Z")
    {
        var run = FakeRuns.Finished(FakeRuns.Training(seed: seed), test);
        return run with { Result = run.Result! with { SourceHash = hash, Finished = finished } };
    }

    private static double? Shown(PaperReport report) =>
        report.Sections.SelectMany(s => s.Rows).Where(r => r.Ours is not null).Select(r => r.Ours).Max();

    private static PaperReport Report(params Run[] runs) => PaperReport.Of("list", runs);

    [Fact]
    public void Numbers_of_two_data_sets_are_not_averaged()
    {
        Run[] runs = [Of(0, 0.5, Older), Of(1, 0.52, Older), Of(2, 0.9, Newer)];
        var report = Report(runs);
        report.Runs.Should().Equal(runs, "the table of runs has all");
        report
            .Remarks.Should()
            .Equal(
                "1 run is left out of rows and figures, on another data set of the name cifar10: the hash of "
                    + "its data is dddddddddddddddd…, and "
                    + "that of the data shown cccccccccccccccc…."
            );
        report
            .Sections.Select(s => s.Rows.Select(r => r.Ours))
            .Should()
            .BeEquivalentTo(Report(runs[..2]).Sections.Select(s => s.Rows.Select(r => r.Ours)));
        Shown(report).Should().Be(Shown(Report(runs[..2])));
    }

    [Fact]
    public void Of_as_many_the_latest_are_shown() =>
        Report(Of(0, 0.5, Older), Of(1, 0.9, Newer, "2026-01-03T03:04:05Z"))
            .Remarks.Single()
            .Should()
            .Contain("the hash of its data is cccccccccccccccc…, and that of the data shown dddddddddddddddd….");

    [Fact]
    public void What_does_not_say_its_data_is_shown_and_said()
    {
        var report = Report(Of(0, 0.5, Older), Of(1, 0.52, null));
        report.Remarks.Should().Equal("1 run is shown without a hash of the data set cifar10, since an earlier version kept none.");
        Report(Of(0, 0.5, null), Of(1, 0.52, null)).Remarks.Should().BeEmpty("nothing is mixed that could be told apart");
        Report(Of(0, 0.5, Older), Of(1, 0.52, Older)).Remarks.Should().BeEmpty();
    }
}
