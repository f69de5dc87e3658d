using Generalization.Experiments;

namespace Generalization.Tests.ExperimentData;

public class ExperimentDefaultsTests
{
    [Fact]
    public void What_the_json_does_not_name_has_its_default()
    {
        Experiment.Parse("""{"kind":"training","dataset":"cifar10","model":"alexnet"}""").Should().Be(new TrainingExperiment { Dataset = "cifar10", Model = "alexnet" });
        Experiment.Parse("""{"kind":"kernel","dataset":"mnist"}""").Should().Be(new KernelExperiment { Dataset = "mnist" });
        Experiment.Parse("""{"kind":"finite-sample","n":7}""").Should().Be(new FiniteSampleExperiment { N = 7 });
    }

    [Theory]
    [InlineData("""{"kind":"training","dataset":"cifar10"}""", "model")]
    [InlineData("""{"kind":"kernel"}""", "dataset")]
    [InlineData("""{"kind":"finite-sample"}""", "n")]
    [InlineData("""{"kind":"kernel","dataset":"mnist","colour":"red"}""", "colour")]
    [InlineData("""{"kind":"garden"}""", "garden")]
    [InlineData("null", "null")]
    public void What_is_missing_or_unknown_is_named(string json, string name) =>
        new Action(() => Experiment.Parse(json)).Should().Throw<ExperimentException>().WithMessage($"*{name}*");
}
