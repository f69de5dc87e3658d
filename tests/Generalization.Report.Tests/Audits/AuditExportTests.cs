using System.Text.Json;
using System.Xml.Linq;
using Generalization.Data;
using Generalization.Data.Idx;
using Generalization.Kernels.Functions;
using Generalization.Kernels.Regression;
using Generalization.Measures.Audits;
using Generalization.Measures.LabelErrors;
using Generalization.Measures.Probabilities;
using Generalization.Report.Audits;

namespace Generalization.Tests.Report.Audits;

public sealed class AuditExportTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("audit").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void A_page_shows_what_was_found_and_asks_for_no_other_file()
    {
        var data = FashionMnistMini.Load().Take(300, 100);
        data = new TrainTestData(PlantedNoise.Exactly(data.Train, 0.1, 1).Data, data.Test);
        var result = new Audit().Run(new KernelLearner(new GaussianKernel(0.02)), data);
        AuditExport.Write(folder, result, data);
        var text = File.ReadAllText(Path.Combine(folder, "audit.html"));
        var page = XDocument.Parse(text[text.IndexOf("<html", StringComparison.Ordinal)..]);
        page.Descendants("h2").Select(h => h.Value).Should().ContainInConsecutiveOrder(result.Answers.Select(a => a.Title));
        page.Descendants("p").First().Value.Should().Be(result.Verdict).And.Contain("30 labels were planted wrong: ");
        page.Descendants("img").Should().OnlyContain(i => i.Attribute("src")!.Value.StartsWith("data:image/png;base64,"));
        page.Descendants("img").Should().OnlyContain(i => i.Attribute("alt")!.Value.Length > 0);
        page.Descendants("a").Select(a => a.Attribute("href")!.Value).Should().OnlyContain(h => h.StartsWith('#'));
        foreach (var link in page.Descendants("a").Select(a => a.Attribute("href")!.Value[1..]))
            page.Descendants().Count(e => e.Attribute("id")?.Value == link).Should().Be(1);
        var lines = File.ReadAllLines(Path.Combine(folder, "issues.csv"));
        lines[0].Should().Be("rank,index,given,suggested,selfConfidence,normalizedMargin,flaggedBy,trueLabel");
        lines.Should().HaveCount(result.Issues.Length + 1);
        using var json = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "audit.json")));
        json.RootElement.GetProperty("planted").GetProperty("count").GetInt32().Should().Be(30);
        json.RootElement.GetProperty("rademacher").GetProperty("estimate").GetDouble().Should().Be(1);
        json.RootElement.GetProperty("memorization").GetProperty("runs").GetInt32().Should().Be(1);
        json.RootElement.GetProperty("labelIssues").GetProperty("examples").GetArrayLength().Should().Be(result.Issues.Length);
        json.RootElement.GetProperty("largestClass").GetDouble().Should().Be(result.Measures.Fit!.LargestClass);
        json.RootElement.GetProperty("trainLargestClass").GetDouble().Should().Be(result.Measures.Fit.TrainLargestClass);
        var cleaning = json.RootElement.GetProperty("cleaning");
        cleaning.GetProperty("rightOnlyBefore").GetInt32().Should().Be(result.Measures.Cleaning!.OnlyBefore);
        cleaning.GetProperty("rightOnlyAfter").GetInt32().Should().Be(result.Measures.Cleaning.OnlyAfter);
        cleaning.GetProperty("pValue").GetDouble().Should().Be(result.Measures.Cleaning.PValue);
    }

    [Fact]
    public void Probabilities_alone_have_a_page_without_pictures()
    {
        // Three classes; the labels of the first two examples say something else than everything around them.
        var (p, labels) = (new double[30, 3], new long[30]);
        for (var i = 0; i < 30; i++)
        {
            labels[i] = i % 3;
            for (var c = 0; c < 3; c++)
                p[i, c] = c == (i < 2 ? (i + 1) % 3 : i % 3) ? 0.9 : 0.05;
        }

        var result = new Audit().Run(ProbabilityTable.Of(p, labels, ["=a", "b", "c,d"]), "p.csv");
        var made = Path.Combine(folder, "of", "one");
        AuditExport.Write(made, result);
        Directory.EnumerateFiles(made).Should().HaveCount(3);
        AuditExport.Write(folder, result);
        File.ReadAllText(Path.Combine(folder, "issues.csv"))
            .Should()
            .Be(
                "rank,index,given,suggested,selfConfidence,normalizedMargin,flaggedBy\n"
                    + "1,0,'=a,b,0.05,-0.85,confident-learning noise-rate class\n"
                    + "2,1,b,\"c,d\",0.05,-0.85,confident-learning noise-rate class\n"
            );
        File.ReadAllText(Path.Combine(folder, "audit.html")).Should().Contain("Audit of p.csv").And.NotContain("<img");
        using var json = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "audit.json")));
        json.RootElement.GetProperty("labelIssues").GetProperty("offDiagonal").GetInt32().Should().Be(2);
        json.RootElement.GetProperty("rademacher").ValueKind.Should().Be(JsonValueKind.Null);
    }
}
