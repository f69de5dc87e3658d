using System.Globalization;
using Generalization.Experiments;
using Generalization.Experiments.Kinds;
using Generalization.Experiments.Kinds.Audits;
using Generalization.Experiments.Kinds.DistributedTrainings;
using Generalization.Experiments.Kinds.FiniteSamples;
using Generalization.Experiments.Kinds.KernelInterpolation;
using Generalization.Experiments.Kinds.LeastNorm;
using Generalization.Experiments.Kinds.NetworkTraining;
using Generalization.Experiments.Kinds.RandomFeatures;
using Generalization.Tests.Support;

namespace Generalization.Tests.ExperimentData;

public class ExperimentIdentityTests
{
    [Fact]
    public void It_is_over_what_differs_from_the_defaults_in_a_fixed_order()
    {
        ExperimentIdentity
            .TextOf(new TrainingExperiment { Model = "alexnet", Dataset = "cifar10" })
            .Should()
            .Be("""{"kind":"training","schema":2,"dataset":"cifar10","model":"alexnet"}""");
        ExperimentIdentity
            .TextOf(Tiny.Training with { Seed = 3, Momentum = 0.9, WeightDecay = 5e-5, DecaySteps = null })
            .Should()
            .Be(
                """{"kind":"training","schema":2,"batchSize":16,"corruption":"random-labels","dataset":"synthetic","decaySteps":null,"""
                    + "\"dropout\""
                    + """:0.1,"epochs":6,"learningRate":0.05,"model":"tiny","seed":3,"stopWhenFitted":false,"weightDecay":5E-05}"""
            );
        ExperimentIdentity
            .TextOf(new LeastNormExperiment { Dataset = "mnist" })
            .Should()
            .Be("""{"kind":"least-norm","schema":2,"dataset":"mnist"}""");
    }

    // What a store has under them must stay theirs.
    [Fact]
    public void Identities_are_those_that_they_were()
    {
        new TrainingExperiment { Dataset = "cifar10", Model = "mlp-1x512" }
            .Id.Should()
            .Be("7c6db240f095349f");
        new KernelExperiment { Dataset = "mnist" }
            .Id.Should()
            .Be("97bfc5c2289cff00");
        new FiniteSampleExperiment { Dataset = "cifar10", N = 50_000 }
            .Id.Should()
            .Be("b8d950434eeb6647");
        new LeastNormExperiment { Dataset = "mnist" }
            .Id.Should()
            .Be("d2a378c3b6b354d8");
    }

    [Fact]
    public void The_first_schemas_identities_are_found_again()
    {
        // Folders of results/preset-cpu.
        Of(new KernelExperiment { Dataset = "mnist" }).Should().Be("628a306dcae906e1");
        Of(new KernelExperiment { Dataset = "cifar10", Gamma = 0.014 }).Should().Be("b20e563032d45085");
        Of(new FiniteSampleExperiment { Dataset = "cifar10", N = 50_000 }).Should().Be("28e36c4d99ad7582");
        // Ten hidden layers, which that schema called depth 10.
        Of(
                new FiniteSampleExperiment
                {
                    Dataset = "cifar10",
                    N = 50_000,
                    Depth = 11,
                }
            )
            .Should()
            .Be("752cb6677c4f385d");
        Of(
                new FiniteSampleExperiment
                {
                    Dataset = "cifar10",
                    N = 50_000,
                    Depth = 3,
                }
            )
            .Should()
            .BeNull("it could not say two hidden layers");
        Of(new TrainingExperiment { Dataset = "cifar10", Model = "mlp-1x512" }).Should().Be("f9ba98d55d226ed7");
        Of(
                new TrainingExperiment
                {
                    Dataset = "cifar10",
                    Model = "mlp-3x512",
                    Corruption = "random-labels",
                    WeightDecay = 5e-5,
                    TestEvery = 2,
                }
            )
            .Should()
            .Be("f35ede912701097b");
        Of(new KernelExperiment { Dataset = "mnist", Tolerance = 1e-3 }).Should().BeNull("that schema could not say it");
        Of(new LeastNormExperiment { Dataset = "mnist" }).Should().BeNull("nor this");

        static string? Of(Experiment experiment) => ExperimentIdentity.OfFirstSchema(experiment);
    }

    [Fact]
    public void It_is_the_same_in_every_culture()
    {
        var experiment = Tiny.Training with { WeightDecay = 0.25 };
        var (id, before) = (experiment.Id, CultureInfo.CurrentCulture);
        try
        {
            CultureInfo.CurrentCulture = new CultureInfo("") { NumberFormat = { NumberDecimalSeparator = ",", NegativeSign = "~" } };
            experiment.Id.Should().Be(id);
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Theory]
    [InlineData(1, 2, 2)]
    [InlineData(1, 10, 11)]
    [InlineData(2, 10, 11)]
    [InlineData(3, 10, 10)]
    public void A_depth_means_what_it_meant_in_its_schema(int schema, int depth, int papers) =>
        KnownKinds
            .All.Parse($$"""{"kind":"finite-sample","n":5,"d":2,"depth":{{depth}},"schema":{{schema}}}""")
            .Should()
            .Be(
                new FiniteSampleExperiment
                {
                    N = 5,
                    D = 2,
                    Depth = papers,
                }
            );

    [Theory]
    [InlineData("""{"kind":"training","dataset":"cifar10","model":"alexnet","schema":1}""", null)]
    [InlineData("""{"kind":"training","dataset":"cifar10","model":"alexnet","schema":2}""", null)]
    [InlineData(
        """{"kind":"training","dataset":"cifar10","model":"alexnet","schema":3}""",
        "Schema must lie in [1, 2], which this version reads, but was 3."
    )]
    [InlineData("""{"kind":"training","dataset":"cifar10","dataset":"mnist","model":"alexnet"}""", "dataset")]
    public void An_older_schema_is_brought_up_and_a_newer_one_is_refused(string json, string? error)
    {
        var read = () => KnownKinds.All.Parse(json);
        if (error is null)
            read().Should().Be(new TrainingExperiment { Dataset = "cifar10", Model = "alexnet" });
        else
            read.Should().Throw<ExperimentException>().WithMessage($"*{error}*");
    }

    [Theory]
    [MemberData(nameof(All))]
    public void What_is_written_is_read_again(Experiment experiment) =>
        KnownKinds.All.Parse(experiment.ToJson()).Should().Be(experiment).And.Match<Experiment>(e => e.Id == experiment.Id);

    public static TheoryData<Experiment> All =>
        new()
        {
            Tiny.Training,
            Tiny.Kernel with
            {
                Labels = "partial",
                Probability = 0.3,
                Tolerance = 1e-7,
            },
            Tiny.FiniteSample,
            new LeastNormExperiment { Dataset = "mnist", Away = 3 },
            Tiny.Kernel with
            {
                Appended = 3,
                AppendedLabels = "random",
                Centres = "uniform",
            },
            new RandomFeatureExperiment
            {
                Dataset = "mnist",
                FeatureCount = 300,
                Ridge = 0.01,
            },
            new AuditExperiment
            {
                Dataset = "mnist",
                Planted = 0.1,
                Budget = 60,
                Judge = "self",
            },
            new DistributedExperiment
            {
                Dataset = "mnist",
                Model = "mlp-1x512",
                Corruption = "partial-labels",
                Probability = 0.3,
                Policy = "backup-2",
                Engine = "cluster",
                Workers = 50,
                ComputeVariation = 0.5,
            },
        };
}
