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
            .Equal(["found", .. PaperSections.All.Select(s => s.Id), "runs"]);
        page.Descendants("h1").Should().ContainSingle();
        page.Descendants("details").Should().HaveCount(ExperimentPresets.Named("smoke").Experiments.Length);
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

        Section(page, "table-2").Value.Should().Contain("No experiment of these lists is for it yet.");
        Section(page, "table-2").Elements("pre").Should().BeEmpty();
    }

    [Fact]
    public void Hostile_names_are_text()
    {
        var hostile = FakeRuns.Training("<script>alert(1)</script>", "random-labels", "]]>\0\"&'| <b>") with { Train = 10 };
        var (text, page) = Write(
            PaperReport.Of(
                "</title><i>",
                [FakeRuns.Finished(hostile, train: 10), FakeRuns.Failed(FakeRuns.Training(dataset: "mine"), "<img src=x>")],
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
        var run = page.Descendants("details").Single();
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
}
