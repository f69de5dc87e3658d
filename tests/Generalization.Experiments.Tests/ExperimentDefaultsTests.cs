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

    [Theory]
    [InlineData("\"seed\": -1", "seed must be a whole number of at least 0, but was -1.")]
    [InlineData("\"epochs\": 1.5", "epochs must be a whole number, but was 1.5.")]
    [InlineData("\"learningRate\": \"0,01\"", "learningRate must be a number, but was \"0,01\".")]
    [InlineData("\"stopWhenFitted\": 1", "stopWhenFitted must be true or false, but was 1.")]
    [InlineData("\"augment\": 1", "augment must be a text in quotes, but was 1.")]
    [InlineData("\"train\": [1]", "train must be a whole number, but was [1].")]
    [InlineData("\"dataset \": 1", "\"dataset \" is none of its properties.")]
    public void A_value_of_another_kind_is_said_in_the_writers_words(string property, string sentence) =>
        new Action(() => KnownKinds.All.Parse($$"""{"kind": "training", "dataset": "mnist", "model": "mlp-1x512", {{property}}}"""))
            .Should()
            .Throw<ExperimentException>()
            .WithMessage("An experiment must be JSON of known properties and values: " + sentence);

    [Fact]
    public void What_must_be_said_is_named() =>
        new Action(() => KnownKinds.All.Parse("""{"kind": "training", "dataset": "mnist"}"""))
            .Should()
            .Throw<ExperimentException>()
            .WithMessage("An experiment must be JSON of known properties and values: It must say model.");

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
