using Generalization.Corruption;
using Generalization.Data;
using Generalization.Experiments;
using Generalization.Experiments.Kinds;
using Generalization.Experiments.Kinds.DistributedTrainings;
using Generalization.Experiments.Kinds.NetworkTraining;
using Generalization.Experiments.Running;
using Generalization.Experiments.Store;
using Generalization.Inputs;
using Generalization.Models;
using Generalization.Randomness;
using Generalization.Tests.Support;
using Generalization.Training;
using Generalization.Training.Schedules;
using Generalization.Training.Updates;
using static TorchSharp.torch;

namespace Generalization.Tests.Kinds.NetworkTraining;

/// <summary>A sweep's network, corruption, input, schedule and optimizer may be the caller's own.</summary>
public sealed class OwnPartsTests : IDisposable
{
    private static readonly TrainingOptions Plain = new(new ExponentialDecay(0.05));
    private readonly string root = Directory.CreateTempSubdirectory().FullName;

    public void Dispose() => Directory.Delete(root, recursive: true);

    private Run Run(ExperimentCatalog catalog, TrainingExperiment experiment)
    {
        var store = RunStore.Open(root);
        new ExperimentRunner(catalog).Run(store, experiment)!.Error.Should().BeNull();
        return store.Read(experiment);
    }

    private static CatalogModel Model(string name, TrainingOptions training) =>
        new(name, training, (input, classes, seed, dropout) => MultilayerPerceptron.Create(input, classes, seed, [8], dropout));

    [Fact]
    public void A_network_that_has_dropout_is_not_refused_where_nothing_was_declared()
    {
        var mine = new CatalogModel(
            "mine",
            Plain,
            (input, classes, _, _) => nn.Sequential(nn.Flatten(), nn.Dropout(0.5), nn.Linear(input.Size, classes))
        );
        Run(Tiny.Catalog.With(mine), Tiny.Training with { Model = "mine", Dropout = 0 }).Status.Should().Be(RunStatus.Finished);
    }

    [Fact]
    public void A_models_own_schedule_and_optimizer_are_used_as_they_are()
    {
        var catalog = Tiny.Catalog.With(Model("mine", new(new ConstantRate(0.003)) { Optimizer = new Adam() }));
        var experiment = Tiny.Training with { Model = "mine", LearningRate = null, Epochs = 3 };
        var run = Run(catalog, experiment);
        run.History.Select(e => e.LearningRate).Should().Equal(0.003, 0.003, 0.003);
        TrainingSetup.OptionsOf(experiment, catalog, 64).Optimizer.Should().Be(new Adam());
        var decaying = Tiny.Catalog.With(Model("mine", new(new ExponentialDecay(0.1, 0.5, 4))));
        TrainingSetup.OptionsOf(experiment, decaying, 64).Schedule.Should().Be(new ExponentialDecay(0.1, 0.5, 4));
    }

    [Fact]
    public void Named_parts_are_used_and_said()
    {
        var catalog = Tiny
            .Catalog.With("pairs", new PairNoise())
            .With("raw", new InputPipeline())
            .With("slow", new ConstantRate(0.001))
            .With("rms", new RmsProp());
        var experiment = Tiny.Training with
        {
            Corruption = "pairs",
            Input = "raw",
            Schedule = "slow",
            Optimizer = "rms",
            LearningRate = null,
            Epochs = 2,
        };
        var run = Run(catalog, experiment);
        run.History.Select(e => e.LearningRate).Should().Equal(0.001, 0.001);
        var (result, numbers) = (run.Result!, run.Result!.Training!);
        (numbers.Corruption, numbers.CorruptionProbability).Should().Be(("pairs", (double?)null));
        result
            .DataHash.Should()
            .Be(
                Tiny.Catalog.LoadDataset("synthetic").Corrupt(new PairNoise(), 0).Train.ContentHash.ToString(),
                "it is trained on what the corruption gives"
            );
        experiment.Words.Should().Be("tiny, pairs, dropout 0.1, input raw, optimizer rms, schedule slow, synthetic, seed 0");
        experiment.Id.Should().NotBe((experiment with { Schedule = null }).Id);
        experiment.Kind.CommandOf(experiment).Should().BeNull("no command line knows them");
    }

    [Fact]
    public void A_models_own_inputs_are_among_its_parts_and_results_of_before_know_none()
    {
        var raw = Model("mine", Plain) with { Input = new InputPipeline() };
        var middle = raw with { Input = new InputPipeline(new CenterCrop(4, 4)) };
        var experiment = Tiny.Training with { Model = "mine" };
        var unsaid = experiment.Kind.PartsOf(experiment, Tiny.Catalog.With(Model("mine", Plain)))!;
        // As it was written before inputs of models were said.
        var before = unsaid[..unsaid.IndexOf(", input of the model ")];
        string Parts(CatalogModel model) => experiment.Kind.PartsOf(experiment, Tiny.Catalog.With(model))!;
        OwnParts.AreSame(before, Parts(middle), ofPaper: false).Should().BeTrue("nothing is known of the inputs");
        OwnParts.AreSame(Parts(middle), Parts(middle), ofPaper: false).Should().BeTrue();
        OwnParts.AreSame(Parts(raw), Parts(middle), ofPaper: false).Should().BeFalse();
        OwnParts.AreSame(Parts(middle), before, ofPaper: false).Should().BeFalse();
        OwnParts.AreSame(unsaid, Parts(middle), ofPaper: false).Should().BeFalse("the catalog's inputs were others");
        var other = experiment with { Model = "mlp-1x512" };
        other
            .Kind.PartsOf(other, Tiny.Catalog with { Input = new InputPipeline() })
            .Should()
            .Be(other.Kind.PartsOf(other, ExperimentCatalog.Paper() with { Input = new InputPipeline() }));
        other.Kind.PartsOf(other, ExperimentCatalog.Paper() with { Input = new InputPipeline() }).Should().NotBeNull();
        other.Kind.PartsOf(other, ExperimentCatalog.Paper()).Should().BeNull();
        Run(Tiny.Catalog.With(raw), experiment).Status.Should().Be(RunStatus.Finished);
        new Action(() => Run(Tiny.Catalog.With(middle), experiment)).Should().Throw<RunStoreException>();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_network_of_the_paper_is_not_taken_for_one_on_other_inputs(bool othersFirst)
    {
        var (usual, others) = (Tiny.Catalog, Tiny.Catalog with { Input = new InputPipeline() });
        var experiment = Tiny.Training with { Model = "mlp-1x512", Dropout = 0, Epochs = 1 };
        Run(othersFirst ? others : usual, experiment).Status.Should().Be(RunStatus.Finished);
        new Action(() => Run(othersFirst ? usual : others, experiment))
            .Should()
            .Throw<RunStoreException>()
            .WithMessage(
                "The result of * must be of what its names stand for now, input of the model *, but is of input of the model *; give what "
                    + "has changed another name*"
            );
        Run(othersFirst ? others : usual, experiment).Status.Should().Be(RunStatus.Finished);
    }

    [Fact]
    public void Results_of_before_are_taken_where_they_cannot_be_of_others()
    {
        OwnParts.AreSame(null, "corruption pairs", ofPaper: true).Should().BeTrue("nothing is known of the corruption");
        OwnParts.AreSame(null, "input of the model raw", ofPaper: false).Should().BeTrue();
        OwnParts.AreSame(null, "input of the model raw", ofPaper: true).Should().BeFalse("it was the paper's");
        OwnParts.AreSame("input of the model raw", null, ofPaper: true).Should().BeFalse("it is the paper's now");
        OwnParts.AreSame("corruption pairs", null, ofPaper: true).Should().BeTrue("the name is refused, not what it stood for");
        OwnParts.AreSame(null, "the model's own input raw", ofPaper: false).Should().BeFalse("audits of before did not see it");
    }

    [Theory]
    [InlineData("synthetic", "per-image-standardization")]
    [InlineData("cifar10", "center-crop 28×28; per-image-standardization")]
    public void Many_workers_name_the_inputs_that_they_take(string dataset, string words)
    {
        var e = new DistributedExperiment { Dataset = dataset, Model = "mine" };
        e.Kind.PartsOf(e, ExperimentCatalog.Paper().With(Model("mine", Plain))).Should().EndWith($"input of the model {words}");
        var paper = e with { Model = "mlp-1x512" };
        var others = ExperimentCatalog.Paper() with { Input = new InputPipeline() };
        (paper.Kind.PartsOf(paper, others) is null).Should().Be(dataset == "synthetic", "only CIFAR-10's come from the catalog");
    }

    [Theory]
    [InlineData(
        "momentum",
        "momentum must be left out where it would not be used, but it was given and the optimizer rms is named; leave one of the two out."
    )]
    [InlineData(
        "weightDecay",
        "weightDecay must be left out where it would not be used, but it was given and the optimizer rms is named; leave one of the two "
            + "out."
    )]
    [InlineData(
        "learningRate",
        "learningRate must be left out where it would not be used, but it was given and the schedule slow is named; leave one of the two "
            + "out."
    )]
    [InlineData(
        "own",
        "learningRate must be left out where it would not be used, but it was given and the model mine has a schedule of its own; leave "
            + "one of the two out."
    )]
    public void What_would_not_be_used_is_refused(string what, string sentence)
    {
        var catalog = Tiny
            .Catalog.With("slow", new ConstantRate(0.001))
            .With("rms", new RmsProp())
            .With(Model("mine", new(new ConstantRate(0.003))));
        var plain = Tiny.Training with { LearningRate = null };
        var experiment = what switch
        {
            "momentum" => plain with { Optimizer = "rms", Momentum = 0.5 },
            "weightDecay" => plain with { Optimizer = "rms", WeightDecay = 0.1 },
            "learningRate" => plain with { Schedule = "slow", LearningRate = 0.1 },
            _ => plain with { Model = "mine", LearningRate = 0.1 },
        };
        new ExperimentRunner(catalog).Run(RunStore.Open(root), experiment)!.Error.Should().Be(sentence);
    }

    [Fact]
    public void A_network_that_cannot_be_trained_ends_its_own_experiment_alone()
    {
        var detached = new CatalogModel("detached", Plain, (input, classes, _, _) => new Detached(input.Size, classes));
        var catalog = Tiny.Catalog.With(detached);
        var (failed, next) = (Tiny.Training with { Model = "detached", Dropout = 0 }, Tiny.Training);
        var store = RunStore.Open(root);
        var outcome = new SweepRunner(store, new ExperimentRunner(catalog)).Run([failed, next]);
        outcome.Interrupted.Should().BeEmpty("the same would come of it again");
        store
            .Read(failed)
            .Result!.Error.Should()
            .Be(
                "The loss must depend on the network's parameters, but has no gradient: the network's output or the loss was detached, "
                    + "rounded or converted to integers; remove that."
            );
        store.Read(next).Status.Should().Be(RunStatus.Finished);
    }

    [Fact]
    public void A_result_is_not_taken_for_that_of_another_part_under_the_same_name()
    {
        var experiment = Tiny.Training with { Schedule = "slow", LearningRate = null, Epochs = 1 };
        var store = RunStore.Open(root);
        new ExperimentRunner(Tiny.Catalog.With("slow", new ConstantRate(0.001))).Run(store, experiment);
        var other = new ExperimentRunner(Tiny.Catalog.With("slow", new ConstantRate(0.5)));
        new Action(() => other.Run(store, experiment))
            .Should()
            .Throw<RunStoreException>()
            .WithMessage(
                $"The result of {experiment.Id} ({experiment.Words}) must be of what its names stand for now, "
                    + "schedule constant-rate 0.5, *, but is of "
                    + "schedule constant-rate 0.001, *; give what has changed another name, or remove "
                    + $"{store.FolderOf(experiment)} to run it again."
            );
        new SweepRunner(store, other).Run([experiment]).Interrupted.Should().ContainSingle();
        var same = new ExperimentRunner(Tiny.Catalog.With("slow", new ConstantRate(0.001)));
        same.Run(store, experiment)!.Error.Should().BeNull();
    }

    [Fact]
    public void Names_that_nothing_stands_behind_are_refused_before_anything_runs()
    {
        Refuse(
            Tiny.Training with
            {
                Corruption = "noise",
            },
            "The corruption must be one of true-labels, partial-labels, random-labels, shuffled-pixels, "
                + "random-pixels, gaussian, but was noise; "
                + "register others with With.*"
        );
        Refuse(Tiny.Training with { Schedule = "cosine" }, "The schedule cosine is not known; register it with With.*");
        Refuse(Tiny.Training with { Optimizer = "lion" }, "The optimizer lion is not known; register it with With.*");
        Refuse(Tiny.Training with { Input = "mine" }, "The input mine is not known; register it with With.*");
        FluentActions
            .Invoking(() => Tiny.Catalog.With("gaussian", new PairNoise()))
            .Should()
            .Throw<ArgumentException>()
            .WithMessage("A corruption of one's own must have a name of its own, but gaussian is the paper's.*");
        FluentActions
            .Invoking(() => Tiny.Catalog.With(Model("mine", Plain with { BatchSize = 64 })))
            .Should()
            .Throw<ArgumentException>()
            .WithMessage(
                "The training of a model must leave BatchSize at its default, since experiments say it, but "
                    + "that of mine does not; give it in "
                    + "each experiment."
            );

        void Refuse(TrainingExperiment experiment, string sentence)
        {
            new Action(() => new SweepRunner(RunStore.Open(root), new ExperimentRunner(Tiny.Catalog)).Run([Tiny.Training, experiment]))
                .Should()
                .Throw<ArgumentException>()
                .WithMessage(sentence);
            Directory.EnumerateFileSystemEntries(root).Should().BeEmpty();
        }
    }

    [Fact]
    public void A_part_that_holds_code_is_known_by_its_type()
    {
        var experiment = Tiny.Training with { Schedule = "mine", LearningRate = null, Epochs = 1 };
        var runner = new ExperimentRunner(Tiny.Catalog.With("mine", new OwnRate(_ => 0.01)));
        var result = runner.Run(RunStore.Open(root), experiment)!;
        result.Error.Should().Contain("OwnRate", "a checkpoint could not tell its code from another's");
        result.Parts.Should().StartWith($"schedule {typeof(OwnRate).FullName}, ");
    }

    private sealed class Detached : nn.Module<Tensor, Tensor>
    {
        private readonly nn.Module<Tensor, Tensor> linear;

        public Detached(int inputs, int classes)
            : base("detached")
        {
            linear = nn.Linear(inputs, classes);
            RegisterComponents();
        }

        public override Tensor forward(Tensor input) => linear.forward(input.flatten(1)).detach();
    }

    private sealed record OwnRate(Func<long, double> Rate) : LearningRateSchedule
    {
        public override double At(long step) => Rate(step);
    }

    /// <summary>Each label becomes the next one for every third example.</summary>
    private sealed record PairNoise : LabelCorruption
    {
        public override string Name => "pairs";

        protected override (long Assigned, bool Replaced) Draw(LabelledExample example, ref RandomStream random) =>
            example.Index % 3 == 0 ? ((example.Label + 1) % example.Data.ClassCount, true) : (example.Label, false);
    }
}
