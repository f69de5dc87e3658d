using System.Globalization;
using System.Xml.Linq;
using Generalization.Experiments;
using Generalization.Experiments.Kinds;
using Generalization.Experiments.Presets;
using Generalization.Report;
using Generalization.Report.Content;
using Generalization.Report.Paper;
using Generalization.Tests.Support;

namespace Generalization.Tests.Report;

public sealed class HtmlReportTests : IDisposable
{
    private readonly string root = Directory.CreateTempSubdirectory("report").FullName;

    public void Dispose() => Directory.Delete(root, recursive: true);

    private (string Text, XDocument Page) Write(PaperReport report)
    {
        report.Write(root);
        var text = File.ReadAllText(Path.Combine(root, "report.html"));
        return (text, XDocument.Parse(text));
    }

    private static XElement Section(XDocument page, string id) => page.Descendants("section").Single(s => (string?)s.Attribute("id") == id);

    [Fact]
    public void It_is_well_formed_and_has_a_section_for_each_table_and_figure_in_order()
    {
        var (text, page) = Write(PaperReport.Of("smoke", [.. ExperimentPresets.Named("smoke").Experiments.Select(FakeRuns.Finished)]));
        text.Should().StartWith("<!DOCTYPE html>\n<html lang=\"en\">");
        page.Descendants("section")
            .Select(s => (string?)s.Attribute("id"))
            .Should()
            .Equal(
                [
                    "figures",
                    "numbers",
                    "found",
                    .. PaperSections.All.Select(s => s.Id).OrderBy(id => id is "table-2" or "figure-2a" ? 1 : 0),
                    "protocol",
                    "runs",
                ],
                "what the list has no experiment for stands last"
            );
        page.Descendants("h1").Should().ContainSingle();
        Section(page, "runs").Descendants("details").Should().HaveCount(ExperimentPresets.Named("smoke").Experiments.Length);
        Section(page, "table-1").Descendants("tr").Should().HaveCount(1 + 38);
        Section(page, "table-1").Descendants("th").Count(h => (string?)h.Attribute("rowspan") == "2").Should().Be(19);
    }

    [Fact]
    public void It_asks_for_nothing_from_elsewhere_and_runs_nothing()
    {
        var (text, page) = Write(PaperReport.Of("smoke", [.. ExperimentPresets.Named("smoke").Experiments.Select(FakeRuns.Finished)]));
        page.Descendants("script").Should().BeEmpty();
        page.Descendants("link").Should().BeEmpty();
        text.Should().NotContain("http://").And.NotContain("https://").And.NotContain("url(").And.NotContain("@import");
        page.Descendants()
            .Attributes()
            .Where(a => a.Name.LocalName is "src" or "srcset")
            .Should()
            .NotBeEmpty()
            .And.OnlyContain(a => a.Value.StartsWith("data:image/png;base64,", StringComparison.Ordinal));
        page.Descendants("a").Attributes("href").Should().OnlyContain(a => a.Value.StartsWith('#'));
        var ids = page.Descendants().Attributes("id").Select(a => "#" + a.Value).ToArray();
        ids.Should().OnlyHaveUniqueItems();
        page.Descendants("a").Attributes("href").Select(a => a.Value).Should().BeSubsetOf(ids);
        text.Should().NotContain("refresh");
    }

    /// <summary>The paper's four figures stand side by side, whatever has run, each with one sentence beside the paper's.</summary>
    [Fact]
    public void The_first_screen_shows_the_papers_figures_and_all_its_numbers()
    {
        var perceptron = new[] { 0, 0.5, 1 }.Select(p =>
            FakeRuns.Finished(FakeRuns.Training(corruption: "partial-labels", probability: p), 0.5 - 0.4 * p, steps: (long)(1000 * (1 + p)))
        );
        var (_, page) = Write(PaperReport.Of("mine", [.. perceptron, FakeRuns.Pending(FakeRuns.Training("inception"))]));
        var cards = Section(page, "figures").Descendants("figure").ToArray();
        cards
            .Select(c => c.Element("h2")!.Value)
            .Should()
            .Equal("Figure 1a: training loss", "Figure 1b: time to overfit", "Figure 1c: test error", "Figure 2b: batch normalization");
        cards
            .Select(c => c.Elements().Last().Value)
            .Should()
            .Equal(
                "Nothing to draw yet. In the paper all five losses reach zero within 25,000 steps.",
                "To fit random labels takes 2.00 (MLP 1×512) times as long as to fit true ones, up to about "
                    + "3.5 times in the paper. Time to "
                    + "overfit, 50,000 images of cifar10.",
                "The more labels are random, the larger the error on new images: 90.0 % (MLP 1×512) at the "
                    + "end, 90 % in the paper. Test error, "
                    + "50,000 images of cifar10.",
                "Nothing to draw yet. In the paper 85.75 % of new images with it and 82.00 % without."
            );
        cards[2].Descendants("li").Select(l => l.Value).Should().Equal("MLP 1×512", "the paper");

        var cells = Section(page, "numbers").Element("nav")!.Descendants("a").Where(a => a.Attribute("title") is not null).ToArray();
        cells.Should().HaveCount(95, "each number has one");
        var cell = cells.Single(c =>
            (string)c.Attribute("aria-label")!
            == "MLP 1×512, random labels, time to fit 98 %, relative to true " + "labels: inconclusive; paper 1 to about 3.5, ours 2"
        );
        (cell.Value, (string?)cell.Attribute("class"), (string?)cell.Attribute("href"))
            .Should()
            .Be(("?", "cell inconclusive", "#figure-1b-3"));
        page.Descendants("tr").Single(r => (string?)r.Attribute("id") == "figure-1b-3").Value.Should().Contain("? inconclusive");
        Section(page, "numbers")
            .Elements("ul")
            .Single()
            .Elements("li")
            .Select(l => l.Value)
            .Should()
            .Equal("✓1 reproduced", "✗1 deviates", "?3 inconclusive", "…4 not run yet", "·86 not in this list");
    }

    [Fact]
    public void A_page_renews_itself_while_an_experiment_is_running()
    {
        var running = FakeRuns.Pending(FakeRuns.Training()) with { Status = RunStatus.Running };
        var (_, page) = Write(PaperReport.Of("mine", [running]));
        page.Descendants("meta")
            .Where(m => (string?)m.Attribute("http-equiv") == "refresh")
            .Select(m => (string?)m.Attribute("content"))
            .Should()
            .Equal("30");
        page.Descendants("header")
            .Single()
            .Value.Should()
            .Contain("Still running: 0 of 1 experiments are done, 1 running. This page renews itself.");
    }

    /// <summary>Nothing of the paper's in it, and no commands of samples that do not know its data.</summary>
    [Fact]
    public void A_users_own_sweep_has_its_own_runs_first_and_nothing_of_the_papers()
    {
        Run Mine(string model, double rate, ulong seed, double test) =>
            FakeRuns.Finished(
                FakeRuns.Training(model, dataset: "my-data", seed: seed) with
                {
                    LearningRate = rate,
                },
                test,
                train: 600,
                testCount: 100
            );
        var report = PaperReport.Of(
            "my sweep",
            [
                Mine("my-net", 0.1, 0, 0.8),
                Mine("my-net", 0.1, 1, 0.82),
                Mine("my-net", 0.01, 0, 0.7),
                Mine("mlp-1x512", 0.1, 0, 0.6),
                FakeRuns.Pending(FakeRuns.Training("mlp-1x512", dataset: "my-data") with { LearningRate = 0.2 }),
            ]
        );
        (report.HasPaper, report.Sections.Length, report.Cards.Length).Should().Be((false, 0, 0));
        var (text, page) = Write(report);
        page.Descendants("section").Select(s => (string?)s.Attribute("id")).Should().Equal("own-1", "own-2", "protocol", "runs");
        page.Descendants("h1").Single().Value.Should().Be("my sweep");
        page.Descendants("header")
            .Single()
            .Elements("p")
            .Single()
            .Value.Should()
            .Be(
                "The best of 3 trainings is right on 81.0 % of new images: my-net, true labels, my-data, seed 0, learning rate 0.1 (the "
                    + "mean of 2 seeds). It was chosen by these images, so that its share is somewhat too high."
            );
        text.Should().NotContain("Zhang").And.NotContain("dotnet run").And.NotContain("Table 1");
        var first = Section(page, "own-1");
        first.Element("h2")!.Value.Should().Be("my-net, my-data");
        first.Elements().Select(e => e.Name.LocalName).Should().Equal("h2", "div", "div");
        first
            .Descendants("figcaption")
            .Select(c => c.Value[..c.Value.IndexOf('.', StringComparison.Ordinal)])
            .Should()
            .Equal("Accuracy: my-net, my-data", "Loss: my-net, my-data");
        first
            .Descendants("tbody")
            .Single()
            .Elements("tr")
            .Select(r => string.Join(" | ", r.Elements().Select(e => e.Value)))
            .Should()
            .Equal(
                "learning rate 0.1 | 100.00 ± 0.00 % | 81.00 ± 1.41 % | 83.00 ± 1.41 % | 10 | 2 | 2 done",
                "learning rate 0.01 | 100.00 % | 70.00 % | 72.00 % | 10 | 1 | 1 done"
            );
        report.Own[0].Figures[0].Curves.Select(c => c.Name).Should().Equal("learning rate 0.1", "", "learning rate 0.01", "");
        Section(page, "own-2").Descendants("tbody").Single().Elements("tr").Last().Value.Should().Be("learning rate 0.2––––11 to go");
        File.Exists(Path.Combine(root, "own-1-accuracy.png")).Should().BeTrue();
        File.ReadAllText(Path.Combine(root, "tables.json")).Should().Contain("\"tables\": []");
        File.ReadAllText(Path.Combine(root, "report.md"))
            .Should()
            .StartWith("# my sweep\n")
            .And.NotContain("dotnet run")
            .And.Contain("![Accuracy: my-net, my-data](own-1-accuracy.png)");
    }

    [Fact]
    public void Runs_of_the_callers_stand_after_the_papers_in_a_list_of_both()
    {
        var (_, page) = Write(
            PaperReport.Of(
                "both",
                [FakeRuns.Finished(FakeRuns.Training()), FakeRuns.Finished(FakeRuns.Training("my-net", dataset: "my-data"))]
            )
        );
        page.Descendants("section").Select(s => (string?)s.Attribute("id")).Should().ContainInOrder("section-4", "own-1", "protocol");
        Section(page, "runs").Descendants("details").Select(d => d.Descendants("pre").Count()).Should().Equal(3, 1);
    }

    [Fact]
    public void Each_picture_has_a_light_and_a_dark_variant_and_says_what_it_shows()
    {
        var (_, page) = Write(PaperReport.Of("mine", [FakeRuns.Finished(FakeRuns.Training("inception"))]));
        var picture = Section(page, "figure-2b").Descendants("picture").Single();
        ((string?)picture.Element("source")!.Attribute("media")).Should().Be("screen and (prefers-color-scheme: dark)");
        ((string?)picture.Element("source")!.Attribute("srcset")).Should().NotBe((string?)picture.Element("img")!.Attribute("src"));
        ((string?)picture.Element("img")!.Attribute("alt")).Should().Contain("accuracy, % against thousand steps: test (BatchNorm) from");
        File.Exists(Path.Combine(root, "figure-2b-cifar10.png")).Should().BeTrue();
        File.Exists(Path.Combine(root, "figure-2b-cifar10-dark.png")).Should().BeTrue();
    }

    [Fact]
    public void What_has_not_run_says_so_with_the_command()
    {
        var (_, pending) = Write(PaperReport.Of("paper", [.. ExperimentPresets.Named("paper").Experiments.Select(FakeRuns.Pending)]));
        foreach (var section in PaperSections.All.Where(s => s.IsCovered))
        {
            Section(pending, section.Id).Elements("p").Should().Contain(p => p.Value == "Not run yet. To run it:");
            Section(pending, section.Id)
                .Element("pre")!
                .Value.Should()
                .Be("dotnet run -c Release --project samples/PaperTables -- --preset paper --data DIR --store FOLDER");
        }

        var (_, page) = Write(PaperReport.Of("paper", []));
        foreach (var section in PaperSections.All.Where(s => s.IsCovered))
        {
            Section(page, section.Id)
                .Elements("p")
                .Should()
                .Contain(p => p.Value == "No experiment of this list is for it. One that has them:");
            Section(page, section.Id)
                .Element("pre")!
                .Value.Should()
                .Be("dotnet run -c Release --project samples/PaperTables -- --preset paper --data DIR");
            Section(page, section.Id)
                .Descendants("td")
                .Count(d => (string?)d.Attribute("class") == "status not-listed")
                .Should()
                .Be(section.Rows.Length);
        }

        Section(page, "table-2").Value.Should().Contain("The list imagenet has these experiments");
        Section(page, "table-2").Elements("pre").Should().BeEmpty();
    }

    [Fact]
    public void Hostile_names_are_text()
    {
        var hostile = FakeRuns.Training("<script>alert(1)</script>", "random-labels", "]]>\0\"&'| <b>") with { Train = 10 };
        var (text, page) = Write(
            PaperReport.Of(
                "</title><i>",
                [
                    FakeRuns.Finished(hostile, train: 10),
                    FakeRuns.Failed(FakeRuns.Training(dataset: "mine"), "<img src=x>"),
                    FakeRuns.Pending(FakeRuns.Training("alexnet")),
                ],
                "A <remark> & more"
            )
        );
        page.Descendants("script").Should().BeEmpty();
        page.Descendants("i").Should().BeEmpty();
        page.Descendants("b").Should().BeEmpty();
        text.Should().NotContain("<img src=x");
        page.Descendants("title").Single().Value.Should().EndWith("</title><i>");
        page.Descendants("li").Should().Contain(l => l.Value.Contains("<script>alert(1)</script>, 10 images of ]]>\uFFFD\"&'| <b>"));
        page.Descendants("p").Should().Contain(p => p.Value == "A <remark> & more");
        Section(page, "table-1").Value.Should().Contain("failed: <img src=x>");
        Directory
            .EnumerateFiles(root)
            .Select(Path.GetFileName)
            .Should()
            .OnlyContain(n => n!.All(c => char.IsAsciiLetterOrDigit(c) || c == '-' || c == '.'));
        File.ReadAllText(Path.Combine(root, "report.md")).Should().NotContain("<script>").And.NotContain("<img");
    }

    [Fact]
    public void Numbers_are_the_same_in_every_culture_and_nothing_is_left_half_written()
    {
        var report = PaperReport.Of(
            "mine",
            [FakeRuns.Finished(FakeRuns.Training(), 0.5051), FakeRuns.Finished(FakeRuns.Training(seed: 1), 0.5151)]
        );
        var (before, _) = Write(report);
        var culture = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = new CultureInfo("")
            {
                NumberFormat = { NumberDecimalSeparator = ",", NumberGroupSeparator = "." },
            };
            Write(PaperReport.Of("mine", report.Runs)).Text.Should().Be(before);
        }
        finally
        {
            CultureInfo.CurrentCulture = culture;
        }

        before.Should().Contain("51.01 ± 0.71 %").And.Contain(">+0.50<");
        Directory.EnumerateFiles(root, "*.part").Should().BeEmpty();
        Directory.EnumerateFiles(root).Select(Path.GetFileName).Should().Contain(["report.html", "report.md", "tables.json", "runs.csv"]);
    }

    [Fact]
    public void Each_run_has_what_is_needed_to_do_it_again()
    {
        var experiment = FakeRuns.Training(corruption: "partial-labels", probability: 0.2, seed: 7);
        var (_, page) = Write(PaperReport.Of("mine", [FakeRuns.Finished(experiment)]));
        var run = Section(page, "runs").Descendants("details").Single();
        ((string?)run.Attribute("id")).Should().Be("run-" + experiment.Id);
        run.Element("summary")!
            .Value.Should()
            .Be("MLP 1×512, partial labels (p = 0.2), cifar10, seed 7 – training 100.0 %, test 50.0 %, 10 epochs");
        run.Descendants("dd")
            .Select(d => d.Value)
            .Should()
            .Equal(
                experiment.Id,
                "7",
                new string('a', 64),
                "yes",
                new string('b', 64),
                "0.1.0",
                "cpu, 2 processors",
                "2",
                "75.0 s",
                "2026-01-02T03:04:05Z"
            );
        var code = run.Descendants("pre").Select(p => p.Value).ToArray();
        ExperimentList.Parse(code[0], KnownKinds.All).Experiments.Should().Equal(experiment);
        code[1].Should().Be($"dotnet run -c Release --project samples/PaperTables -- --experiments FILE --only {experiment.Id} --data DIR");
        code[2]
            .Should()
            .Be(
                "dotnet run -c Release --project samples/RandomizationTest -- --dataset cifar10 --data DIR --model "
                    + "mlp-1x512 --corruption partial-labels --probability 0.2 --seed 7 --epochs 150"
            );
    }

    /// <summary>A list of ImageNet alone begins with ImageNet's table and figure; the paper's other numbers are folded away, and each link
    /// still leads to its row.</summary>
    [Fact]
    public void What_the_list_has_experiments_for_stands_first()
    {
        var list = ExperimentPresets.Named("small-imagenet").Experiments;
        var (_, page) = Write(PaperReport.Of("small-imagenet", [.. list.Select(FakeRuns.Pending)]));

        var sections = page.Descendants("section").Select(s => (string?)s.Attribute("id")).ToArray();
        sections[..4].Should().Equal("figures", "numbers", "table-2", "figure-2a");
        sections.Should().HaveCount(4 + PaperSections.All.Length - 2 + 2);
        Section(page, "table-2").Descendants("details").Should().BeEmpty();
        Section(page, "table-1").Element("details")!.Element("summary")!.Value.Should().Be("The paper's numbers: 38");
        Section(page, "table-1").Element("details")!.Descendants("tr").Should().HaveCount(1 + 38);
    }
}
