using System.Text.Json;
using Generalization.Measures.LabelErrors;
using Generalization.Measures.Probabilities;
using Generalization.Tests.Support;

namespace Generalization.Tests.Measures.LabelErrors;

/// <summary>The probabilities and labels of "Pervasive label errors in test sets" (Northcutt, Athalye and Mueller 2021).</summary>
public class PublishedLabelErrorsTests
{
    private const string Folder = "label-errors";

    /// <summary>MNIST: 15 off the diagonal, as published; human votes were asked of all of them.</summary>
    [FullDataFact(Folder)]
    public void Mnist_has_15_issues()
    {
        var found = ConfidentLearning.Of(Table("mnist"));
        found.Joint.OffDiagonal.Should().Be(15);
        var issues = found.Issues().Issues;
        issues
            .Select(i => i.Example)
            .Order()
            .Should()
            .Equal(449, 582, 947, 1014, 1226, 1681, 1901, 2130, 2462, 2597, 3520, 6597, 9009, 9664, 9729);
        issues.Should().OnlyContain(i => i.FlaggedBy == (LabelMethods)7, "each way to prune finds the same ones");
        issues.Select(i => i.Example).Should().BeSubsetOf(Voted("mnist"));
        found.Joint.NoiseRate.Value.Should().BeInRange(0.0014, 0.0018);
        found.InSample.Suspected.Should().BeFalse();
    }

    /// <summary>CIFAR-10: 244 off the diagonal and 284 by pruning; people were asked of 275, of which 240 are among those.</summary>
    [FullDataFact(Folder)]
    public void Cifar10_has_244_issues_and_284_by_pruning()
    {
        var found = ConfidentLearning.Of(Table("cifar10"));
        found.Joint.OffDiagonal.Should().Be(244);
        found.Issues(LabelMethods.PruneByNoiseRate).Issues.Should().HaveCount(284);
        found.Issues(LabelMethods.PruneByClass).Issues.Should().HaveCount(284);
        found.Issues(LabelMethods.PruneByBoth).Issues.Should().HaveCount(226);
        var voted = Voted("cifar10");
        voted.Should().HaveCount(275);
        found.Issues(LabelMethods.PruneByNoiseRate).Issues.Count(i => voted.Contains(i.Example)).Should().Be(240);
    }

    private static ProbabilityTable Table(string name) =>
        ProbabilityFiles.Read(In($"{name}_test_set_pyx.npy"), In($"{name}_test_set_original_labels.npy"));

    private static HashSet<int> Voted(string name)
    {
        using var votes = JsonDocument.Parse(File.ReadAllText(In($"{name}_mturk.json")));
        return [.. votes.RootElement.EnumerateArray().Select(vote => vote.GetProperty("id").GetInt32())];
    }

    private static string In(string file) => Path.Combine(FullDataFactAttribute.Root, Folder, file);
}
