using Generalization.Corruption;
using Generalization.Experiments;
using Generalization.Experiments.Kinds;
using Generalization.Experiments.Kinds.DistributedTrainings;
using Generalization.Inputs;
using Generalization.Tests.Support;

namespace Generalization.Tests.Kinds.DistributedTrainings;

public class DistributedExperimentTests
{
    private static readonly DistributedExperiment Usual = new() { Dataset = "fashion-mnist-mini", Model = "mlp-1x512" };

    // What a store has under them must stay theirs.
    [Fact]
    public void Its_identity_and_its_defaults_are_those_that_they_were()
    {
        Usual.Id.Should().Be("f778a957e785a40e");
        Usual
            .ToJson()
            .Should()
            .Be(
                """{"kind":"distributed","dataset":"fashion-mnist-mini","model":"mlp-1x512","train":null,"test":null"""
                    + ""","corruption":"true-labels","probability":null,"input":null,"epochs":5,"batchSize":16,"learningRate":0.02"""
                    + ""","momentum":0,"workers":4,"policy":"async","remedy":"none","gradients":"float32","blockKib":1024"""
                    + ""","engine":"simulation","computeSeconds":1,"computeVariation":0.2,"networkSeconds":0.01,"networkVariation":0.2"""
                    + ""","schema":2,"seed":0}"""
            );
        ExperimentIdentity
            .TextOf(Usual with { Policy = "softsync-4", Workers = 30 })
            .Should()
            .Be(
                """{"kind":"distributed","schema":2,"dataset":"fashion-mnist-mini","model":"mlp-1x512","policy":"softsync-4","""
                    + "\"workers\":30}"
            );
        KnownKinds.All.Parse("""{"kind":"distributed","dataset":"fashion-mnist-mini","model":"mlp-1x512"}""").Should().Be(Usual);
    }

    [Fact]
    public void It_is_said_in_a_line()
    {
        Usual.Words.Should().Be("MLP 1×512 by 4 simulated workers, async, true labels, fashion-mnist-mini, seed 0");
        (
            Usual with
            {
                Engine = "cluster",
                Workers = 1,
                Policy = "sync",
                Remedy = "divided-rate",
                Gradients = "bfloat16",
                LearningRate = 0.5,
                Corruption = "partial-labels",
                Probability = 0.25,
                Train = 1000,
            }
        )
            .Words.Should()
            .Be(
                "MLP 1×512 by 1 worker, sync, rate divided by staleness, bfloat16 gradients, learning rate 0.5, partial labels (p = 0.25), "
                    + "1,000 images of fashion-mnist-mini, seed 0"
            );
        Usual.Kind.DifferencesOf(Usual).Should().BeNull();
        Usual
            .Kind.DifferencesOf(Usual with { Momentum = 0.5, BatchSize = 8, BlockKib = 64, ComputeVariation = 1 })
            .Should()
            .Be("momentum 0.5, parts of 8, blocks of 64 KiB, gradients of 1 s ± 100 %");
    }

    public static TheoryData<string, string> Refused =>
        new()
        {
            { "\"train\":0", "train must be at least 1, but was 0." },
            { "\"test\":0", "test must be at least 1, but was 0." },
            { "\"corruption\":\" \"", "corruption must be a name, but was  ." },
            { "\"probability\":1.5", "probability must lie in [0, 1], but was 1.5." },
            { "\"input\":\"\"", "input must be a name, but was ." },
            { "\"epochs\":0", "epochs must be at least 1, but was 0." },
            { "\"batchSize\":0", "batchSize must be at least 1, but was 0." },
            { "\"learningRate\":0", "learningRate must be positive and finite, but was 0." },
            { "\"momentum\":1", "momentum must lie in [0, 1), but was 1." },
            { "\"workers\":0", "workers must lie in [1, 100000], but was 0." },
            { "\"workers\":100001", "workers must lie in [1, 100000], but was 100001." },
            {
                "\"policy\":\"sometimes\"",
                "A policy must be async, softsync-N, stale-N, sync or backup-N, with a number N, but was sometimes."
            },
            { "\"remedy\":\"hope\"", "remedy must be none or divided-rate, but was hope." },
            { "\"gradients\":\"int8\"", "gradients must be float32 or bfloat16, but was int8." },
            { "\"blockKib\":5000", "blockKib must lie in [1, 4096], but was 5000." },
            { "\"engine\":\"steam\"", "engine must be simulation or cluster, but was steam." },
            { "\"computeSeconds\":0", "computeSeconds must be positive and finite, but was 0." },
            { "\"computeVariation\":-1", "computeVariation must be at least 0 and finite, but was -1." },
            { "\"networkSeconds\":-0.1", "networkSeconds must be positive and finite, but was -0.1." },
            { "\"networkVariation\":-1", "networkVariation must be at least 0 and finite, but was -1." },
        };

    [Theory]
    [MemberData(nameof(Refused))]
    public void A_bad_value_is_refused_in_a_sentence(string property, string sentence) =>
        new Action(() => KnownKinds.All.Parse($$"""{"kind":"distributed","dataset":"a","model":"b",{{property}}}"""))
            .Should()
            .Throw<ExperimentException>()
            .WithMessage("An experiment must be JSON of known properties and values: " + sentence);

    [Fact]
    public void A_policy_is_written_in_one_way() =>
        (Usual with { Policy = "softsync-04" }).Should().Be(Usual with { Policy = "softsync-4" });

    [Fact]
    public void The_training_is_made_of_the_network_and_the_inputs_that_its_names_stand_for()
    {
        var own = new InputPipeline(new PerImageStandardization());
        var catalog = Tiny.Catalog.With("whole", own).With("all-random", new UniformLabelNoise(1));
        var e = new DistributedExperiment
        {
            Dataset = "synthetic",
            Model = "tiny",
            Train = 40,
            Corruption = "all-random",
            Seed = 3,
        };
        var data = e.DataOf(catalog.LoadDataset("synthetic"), catalog);
        data.Train.Labels.ToArray()
            .Should()
            .Equal((e with { Corruption = "random-labels" }).DataOf(catalog.LoadDataset("synthetic"), catalog).Train.Labels.ToArray());
        var training = (e with { Input = "whole", Momentum = 0.5 }).TrainingOf(data, catalog);
        (training.Input, training.Plan.Examples, training.Plan.PartsPerEpoch).Should().Be((own, 40, 3));
        training.Describe().Should().Contain("network: tiny;").And.Contain("batch: 16, workers 4, epochs 5, seed 3");
    }

    [Theory]
    [InlineData(
        "simulation",
        "dotnet run -c Release --project samples/DistributedTraining -- --simulate 4 --dataset fashion-mnist-mini --model mlp-1x512 "
            + "--seed 0 --epochs 5 --learning-rate 0.02 --policy async"
    )]
    [InlineData(
        "cluster",
        "dotnet run -c Release --project samples/DistributedTraining -- --workers 4 --dataset fashion-mnist-mini --model mlp-1x512 "
            + "--seed 0 --epochs 5 --learning-rate 0.02 --policy async"
    )]
    public void A_command_line_makes_it_by_itself(string engine, string line)
    {
        var size = Generalization.Distributed.Blocks.ParameterLayout.DefaultBlockBytes / 1024;
        Usual.Kind.CommandOf(Usual with { Engine = engine, BlockKib = size }).Should().Be(line);
        Usual.Kind.CommandOf(Usual with { Model = "mine" }).Should().BeNull();
        Usual.Kind.CommandOf(Usual with { Input = "mine" }).Should().BeNull();
    }
}
