using System.Collections.Immutable;
using System.Xml.Linq;
using Generalization.Distributed.Results;
using Generalization.Experiments;
using Generalization.Experiments.Kinds.DistributedTrainings;
using Generalization.Report;
using Generalization.Report.Content;
using Generalization.Report.Drawing;
using Generalization.Tests.Support;

namespace Generalization.Tests.Content;

/// <summary>Trainings by many workers have a table and two figures, and only where a list has them.</summary>
public sealed class ManyWorkersTests : IDisposable
{
    private static readonly DistributedExperiment Async = new()
    {
        Dataset = "fashion-mnist-mini",
        Model = "mlp-1x512",
        Train = 1000,
        Workers = 16,
    };

    private static readonly DistributedExperiment Sync = Async with { Policy = "sync" };

    private static readonly DistributedExperiment InCluster = Async with { Engine = "cluster", Workers = 4 };

    private readonly string root = Directory.CreateTempSubdirectory("report").FullName;

    public void Dispose() => Directory.Delete(root, recursive: true);

    [Fact]
    public void The_table_has_what_was_asked_and_what_came_of_it()
    {
        var table = TableOf(
            Finished(Async, 0.8, staleness: 14.6),
            Finished(Async with { Seed = 1 }, 0.82, staleness: 14.8),
            Finished(Sync, 0.75, staleness: 0),
            Finished(Async with { LearningRate = 5 }, null, staleness: 3, diverged: true),
            Finished(InCluster, 0.8, staleness: 2.5, lost: 1234),
            FakeRuns.Pending(Async with { Remedy = "divided-rate" })
        );
        table
            .Should()
            .BeEquivalentTo(
                [
                    "policy|workers|engine|remedy|otherwise|training|test|staleness|diverged|parts lost|runs|state",
                    "async|16|simulation|none||90.00 ± 0.00 %|81.00 ± 1.41 %|14.70 ± 0.14|no|0 ± 0|2|2 done",
                    "sync|16|simulation|none||90.00 %|75.00 %|0.00|no|0|1|1 done",
                    "async|16|simulation|none|learning rate 5|–|–|3.00|in epoch 3|0|1|1 done",
                    "async|4|cluster|none||90.00 %|80.00 %|2.50|no|1,234|1|1 done",
                    "async|16|simulation|divided-rate||–|–|–|–|–|1|1 to go",
                ],
                options => options.WithStrictOrdering()
            );
    }

    [Fact]
    public void Of_several_seeds_those_that_diverged_are_counted() =>
        TableOf(Finished(Async, 0.8, 3), Finished(Async with { Seed = 1 }, null, 3, diverged: true))[1]
            .Should()
            .Be("async|16|simulation|none|90.00 %|80.00 %|3.00 ± 0.00|1 of 2|0 ± 0|2|2 done");

    [Fact]
    public void The_figures_have_a_curve_for_each_setting_by_epoch_and_against_staleness()
    {
        var group = Report(
            Finished(Async, 0.8, 14),
            Finished(Sync, 0.7, 0),
            Finished(Async with { LearningRate = 5 }, null, 3, diverged: true),
            FakeRuns.Pending(InCluster)
        )
            .Own.Single();
        group.Title.Should().Be("Many workers: MLP 1×512, 1,000 images of fashion-mnist-mini");
        var (byEpoch, against) = (group.Figures[0], group.Figures[1]);
        (byEpoch.Id, byEpoch.Title).Should().Be(("own-1-accuracy", "Test accuracy: MLP 1×512, 1,000 images of fashion-mnist-mini"));
        (against.Id, against.Across, against.Up).Should().Be(("own-1-staleness", "mean staleness", "right on the test set (%)"));
        byEpoch.Curves.Select(c => c.Name).Should().Equal("async", "sync", "async, learning rate 5: diverged");
        byEpoch.Curves[0].Points.Should().Equal(new FigurePoint(1, 40), new FigurePoint(2, 80));
        against.Curves[0].Points.Should().Equal(new FigurePoint(7, 40), new FigurePoint(14, 80));
        against.Curves[0].Marked.Should().BeTrue();
        byEpoch.Notes.Should().Equal("One run for each setting, seed 0.");
    }

    [Fact]
    public void Beside_the_papers_experiments_they_have_a_section_of_their_own_and_without_them_there_is_none()
    {
        var training = FakeRuns.Finished(FakeRuns.Training(), 0.5);
        var with = Write(training, Finished(Async, 0.8, 14));
        with.Page.Should().Contain("Many workers: MLP 1×512").And.Contain("Table 1");
        with.Markdown.Should()
            .Contain("## Many workers: MLP 1×512, 1,000 images of fashion-mnist-mini")
            .And.Contain("| policy | workers | engine | remedy | training | test | staleness | diverged | parts lost |")
            .And.Contain("| async | 16 | simulation | none | 90.00 % | 80.00 % | 14.00 | no | 0 |");
        var without = Write(training);
        without.Page.Should().NotContain("Many workers");
        without.Markdown.Should().NotContain("Many workers");
    }

    [Fact]
    public void A_list_of_them_alone_says_which_does_best_and_how_many_diverged()
    {
        Report(Finished(Async, 0.8, 14))
            .Verdict.Headline.Should()
            .Be(
                "MLP 1×512 by 16 simulated workers, async, true labels, 1,000 images of fashion-mnist-mini, seed 0: right on 80.0 % of new "
                    + "images."
            );
        Report(Finished(Sync, 0.7, 0), Finished(Async, 0.8, 14), Finished(Async with { LearningRate = 5 }, null, 3, diverged: true))
            .Verdict.Headline.Should()
            .Be(
                "The best of 3 trainings by many workers is right on 80.0 % of new images: MLP 1×512 by 16 simulated workers, async, true "
                    + "labels, 1,000 images of fashion-mnist-mini, seed 0. Of all 3, 1 diverged."
            );
        Report(Finished(Async, null, 3, diverged: true)).Verdict.Headline.Should().Be("1 of 1 experiments are done.");
    }

    [Fact]
    public void A_clusters_run_is_repeated_by_its_own_command_alone()
    {
        var page = Write(Finished(InCluster, 0.8, 2)).Page;
        page.Should().Contain("samples/DistributedTraining -- --workers 4").And.NotContain("--only " + InCluster.Id);
        Write(Finished(Async, 0.8, 2)).Page.Should().Contain("--simulate 16").And.Contain("--only " + Async.Id);
    }

    private static PaperReport Report(params Run[] runs) => PaperReport.Of("mine", runs);

    private (string Page, string Markdown) Write(params Run[] runs)
    {
        Report(runs).Write(root);
        return (File.ReadAllText(Path.Combine(root, "report.html")), File.ReadAllText(Path.Combine(root, "report.md")));
    }

    private string[] TableOf(params Run[] runs)
    {
        var section = XDocument.Parse(Write(runs).Page).Descendants("section").Single(s => (string?)s.Attribute("id") == "own-1");
        return [.. section.Descendants("tr").Select(row => string.Join('|', row.Elements().Select(cell => cell.Value)))];
    }

    private static Run Finished(DistributedExperiment e, double? test, double staleness, bool diverged = false, long lost = 0)
    {
        ImmutableArray<DistributedEpoch> history =
        [
            new(1, 1, 2.3, 0.4, staleness / 2, null, 2, (test ?? 0.2) / 2),
            new(2, 2, 1, 0.8, staleness, 0.9, 1, test ?? 0.1),
        ];
        var run = FakeRuns.Finished(FakeRuns.Training(dataset: e.Dataset));
        var numbers = new DistributedResult
        {
            Dataset = e.Dataset,
            TrainCount = 1000,
            TestCount = 1000,
            Parameters = 407_050,
            Blocks = 1,
            Epochs = 2,
            EpochsToFit = null,
            Diverged = diverged,
            TrainAccuracy = diverged ? null : 0.9,
            OnlineAccuracy = diverged ? null : 0.8,
            TestAccuracy = test,
            BestTestAccuracy = test,
            MeanStaleness = staleness,
            ExpectedStaleness = 15,
            ShareAboveTwiceExpected = 0,
            LargestStaleness = 20,
            Updates = 100,
            Parts = 100,
            PartsDropped = 0,
            PartsBegunAgain = 0,
            PartsLost = lost,
            TimesBack = 0,
            SecondsRecovering = 0,
            BytesPulledPerPart = 1,
            BytesPushedPerPart = 1,
            TrainingSeconds = 2,
            History = history,
        };
        return new Run(e, RunStatus.Finished, [], run.Result! with { Experiment = e, Numbers = numbers });
    }
}
