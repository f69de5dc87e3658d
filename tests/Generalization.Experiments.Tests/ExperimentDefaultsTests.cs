using Generalization.Experiments;
using Generalization.Experiments.Kinds;
using Generalization.Experiments.Kinds.FiniteSamples;
using Generalization.Experiments.Kinds.KernelInterpolation;
using Generalization.Experiments.Kinds.NetworkTraining;

namespace Generalization.Tests.ExperimentData;

public class ExperimentDefaultsTests
{
    [Fact]
    public void What_the_json_does_not_name_has_its_default()
    {
        KnownKinds
            .All.Parse("""{"kind":"training","dataset":"cifar10","model":"alexnet"}""")
            .Should()
            .Be(new TrainingExperiment { Dataset = "cifar10", Model = "alexnet" });
        KnownKinds.All.Parse("""{"kind":"kernel","dataset":"mnist"}""").Should().Be(new KernelExperiment { Dataset = "mnist" });
        KnownKinds.All.Parse("""{"kind":"finite-sample","n":7}""").Should().Be(new FiniteSampleExperiment { N = 7 });
    }

    [Theory]
    [InlineData("""{"kind":"training","dataset":"cifar10"}""", "model")]
    [InlineData("""{"kind":"kernel"}""", "dataset")]
    [InlineData("""{"kind":"finite-sample"}""", "n")]
    [InlineData("""{"kind":"kernel","dataset":"mnist","colour":"red"}""", "colour")]
    [InlineData("""{"kind":"garden"}""", "garden")]
    [InlineData("null", "null")]
    [InlineData("""{"kind":"training","dataset":"cifar10","model":"alexnet","augment":"sideways"}""", "sideways")]
    public void What_is_missing_or_unknown_is_named(string json, string name) =>
        new Action(() => KnownKinds.All.Parse(json)).Should().Throw<ExperimentException>().WithMessage($"*{name}*");

    [Fact]
    public void Where_a_training_is_random_every_epoch_asks_whether_it_is_fitted()
    {
        var catalog = ExperimentCatalog.Paper();
        var plain = new TrainingExperiment { Dataset = "cifar10", Model = "alexnet" };
        double From(TrainingExperiment e) => TrainingSetup.OptionsOf(e, catalog, 1000).EvaluateTrainingFrom;
        (From(plain), From(plain with { Dropout = 0.5 }), From(plain with { Augment = "flip" }))
            .Should()
            .Be((catalog.Model("alexnet").Training.EvaluateTrainingFrom, 0, 0));
    }

    [Theory]
    [InlineData(
        """{"name":"a","sweeps":[{"base":{},"over":["seed"]}]}""",
        "Sweep 1 of a: A sweep's over must be an object of properties and lists of their values, but was [\"seed\"]."
    )]
    [InlineData("""{"name":"a","sweeps":[{"purpose":7,"base":{}}]}""", "Sweep 1 of a: A sweep's purpose must be words, but was 7.")]
    [InlineData("""{"name":7,"sweeps":[]}""", "A list of experiments must be a JSON object with a name and sweeps, a list, but is not.")]
    public void A_list_with_words_that_are_none_is_refused_in_a_sentence(string json, string sentence) =>
        new Action(() => ExperimentList.Parse(json, KnownKinds.All)).Should().Throw<ExperimentException>().WithMessage(sentence);
}
