using Generalization.Corruption;
using Generalization.Data;
using Generalization.Experiments;
using Generalization.Experiments.Kinds;
using Generalization.Experiments.Kinds.Audits;
using Generalization.Experiments.Running;
using Generalization.Experiments.Store;
using Generalization.Inputs;
using Generalization.Models;
using Generalization.Tests.Support;
using Generalization.Threading;
using Generalization.Training;
using Generalization.Training.Schedules;

namespace Generalization.Tests.Kinds.Audits;

public sealed class AuditJobTests : IDisposable
{
    private static readonly AuditExperiment Network = new()
    {
        Dataset = "synthetic",
        Model = "tiny",
        Epochs = 3,
        Planted = 0.1,
    };

    private readonly string root = Directory.CreateTempSubdirectory().FullName;

    public void Dispose() => Directory.Delete(root, recursive: true);

    [Fact]
    public void A_stopped_audit_goes_on_and_finds_what_one_that_was_never_stopped_finds()
    {
        var whole = new ExperimentRunner(Tiny.Catalog).Run(Store("whole"), Network)!.Audit!;
        whole.Answers.Should().HaveCount(6);
        whole.NumberOf("canMemorize").Should().NotBeNull();
        whole.Planted.Should().BeGreaterThan(0);

        using var stop = new CancellationTokenSource();
        var subsets = 0;
        var heard = new SynchronousProgress<RunProgress>(p =>
        {
            if (p.At is AuditAt { ShortWords: "trainings on subsets" } && ++subsets == 5)
                stop.Cancel();
        });
        var stopped = Store("stopped");
        new Action(() => new ExperimentRunner(Tiny.Catalog).Run(stopped, Network, heard, stop.Token))
            .Should()
            .Throw<OperationCanceledException>();
        var parts = Path.Combine(stopped.FolderOf(Network), "parts");
        Directory.EnumerateFiles(parts, "*", SearchOption.AllDirectories).Should().NotBeEmpty();
        stopped.Read(Network).Status.Should().Be(RunStatus.Pending);

        var found = new ExperimentRunner(Tiny.Catalog).Run(stopped, Network)!.Audit!;
        Lasting(found).Should().Be(Lasting(whole));
        Directory.Exists(parts).Should().BeFalse("what only an unfinished run needs is removed");
    }

    [Fact]
    public void A_listener_gets_all_that_the_page_is_made_of_before_the_run_is_finished()
    {
        AuditDone? done = null;
        var store = Store("heard");
        var listener = new SynchronousProgress<RunProgress>(p =>
        {
            if (p.At is not AuditDone at)
                return;
            done = at;
            store.ReadResult(Network with { Tier = "quick" }).Should().BeNull();
        });
        var experiment = Network with { Tier = "quick" };
        var result = new ExperimentRunner(Tiny.Catalog, new RunnerOptions { Listener = listener }).Run(store, experiment)!;
        done!.Folder.Should().Be(store.FolderOf(experiment));
        done.Result.Verdict.Should().Be(result.Audit!.Verdict);
        result.DataHash.Should().Be(done.Data.Train.ContentHash.ToString());
    }

    [Fact]
    public void It_is_written_read_and_said()
    {
        var e = new AuditExperiment
        {
            Dataset = "synthetic",
            Learner = "kernel",
            Corruption = "random-labels",
            Planted = 0.1,
            Tier = "quick",
            Train = 30,
        };
        ((AuditExperiment)KnownKinds.All.Parse(e.ToJson())).Should().Be(e);
        Network.Words.Should().Be("audit of tiny on synthetic, 10.0 % of the labels planted wrong, medium, seed 0");
        (e with { Budget = 90 })
            .Words.Should()
            .Be(
                "audit of a Gaussian kernel on 30 images of synthetic with random-labels, 10.0 % of the labels planted wrong, 90 s, seed 0"
            );
        var store = Store("kernel");
        var run = new ExperimentRunner(Tiny.Catalog).Run(store, e)!;
        Lasting(store.Read(e).Result!.Audit!).Should().Be(Lasting(run.Audit!));
        var columns = e.Kind.Columns.ToDictionary(c => c.Name, c => c.Of(store.Read(e)));
        (columns["auditTier"], columns["auditPlantedFound"]).Should().Be(("quick", run.Audit!.PlantedFound));
    }

    [Fact]
    public void What_cannot_be_is_refused_in_a_sentence()
    {
        Error(() => Network with { Planted = 0.6 }).Should().Be("planted must lie in [0, 0.5], but was 0.6.");
        Error(() => Network with { Tier = "huge" }).Should().Be("tier must be quick, medium or full, but was huge.");
        Error(() => Network with { Judge = "me" }).Should().Be("judge must be auto, self or kernel, but was me.");
        Error(() => Network with { Learner = "forest" }).Should().Be("learner must be network or kernel, but was forest.");
        Error(() => Network with { Corruption = "partial-labels" })
            .Should()
            .Be("corruption must be a corruption that needs no share; planted has one, but was partial-labels.");
        Error(() => Network with { Budget = 0 }).Should().Be("budget must be positive and at most 3.2e10, a thousand years, but was 0.");
        Error(() => Network with { Budget = 1e300 }).Should().StartWith("budget must be positive and at most 3.2e10, a thousand years, ");
        var unknown = () => new ExperimentRunner(Tiny.Catalog).Run(Store("unknown"), Network with { Model = "huge" });
        unknown.Should().Throw<ArgumentException>().WithMessage("The model must be one of *, but was huge*");
    }

    [Fact]
    public void A_result_of_what_a_name_stood_for_before_is_not_taken_for_another()
    {
        var e = Network with { Tier = "quick", Planted = 0, Corruption = "people" };
        var store = Store("people");
        var some = Tiny.Catalog.With("people", new UniformLabelNoise(0.25));
        var first = new ExperimentRunner(some).Run(store, e)!;
        new ExperimentRunner(some).Run(store, e)!.DataHash.Should().Be(first.DataHash);
        new Action(() => new ExperimentRunner(Tiny.Catalog.With("people", new UniformLabelNoise(0.75))).Run(store, e))
            .Should()
            .Throw<RunStoreException>()
            .WithMessage("The result of * must be of what its names stand for now, corruption *0.75*, but is of corruption *0.25*");
    }

    [Fact]
    public void A_network_is_audited_on_its_models_own_inputs()
    {
        var own = new CatalogModel(
            "seeing",
            new TrainingOptions(new ConstantRate(0.01)),
            (shape, classes, seed, _) =>
                shape == new ImageShape(1, 4, 4)
                    ? MultilayerPerceptron.Create(shape, classes, seed, [8])
                    : throw new ArgumentException($"It sees {shape}.")
        )
        {
            Input = new InputPipeline(new CenterCrop(4, 4), new PerImageStandardization()),
        };
        var e = Network with { Tier = "quick", Model = "seeing", Planted = 0 };
        new ExperimentRunner(Tiny.Catalog.With(own)).Run(Store("seeing"), e)!.Error.Should().BeNull();
        e.Kind.PartsOf(e, Tiny.Catalog.With(own)).Should().EndWith("the model's own input center-crop 4×4; per-image-standardization");
    }

    [Theory]
    [InlineData("model", "a kernel is audited", "kernel", "tiny", 40, "float32", 0, null)]
    [InlineData("epochs", "a kernel is audited", "kernel", "mlp-1x512", 3, "float32", 0, null)]
    [InlineData("precision", "a kernel is audited", "kernel", "mlp-1x512", 40, "bfloat16", 0, null)]
    [InlineData("ridge", "a network is audited", "network", "tiny", 40, "float32", 0.1, null)]
    [InlineData("tier", "a budget is given", "network", "tiny", 40, "float32", 0, 60.0)]
    public void What_would_not_be_used_is_the_experiments_error(
        string said,
        string reason,
        string learner,
        string model,
        int epochs,
        string precision,
        double ridge,
        double? budget
    )
    {
        var e = new AuditExperiment
        {
            Dataset = "synthetic",
            Learner = learner,
            Model = model,
            Epochs = epochs,
            Precision = precision,
            Ridge = ridge,
            Budget = budget,
            Tier = "quick",
        };
        new ExperimentRunner(Tiny.Catalog)
            .Run(Store("unused"), e)!
            .Error.Should()
            .Be($"{said} must be left out where it would not be used, but it was given and {reason}; leave one of the two out.");
    }

    private RunStore Store(string name) => RunStore.Open(Path.Combine(root, name));

    private static string Error(Func<AuditExperiment> make) => make.Invoking(m => m()).Should().Throw<ArgumentException>().Which.Message;

    // Seconds differ, and the sentences that name them.
    private static string Lasting(AuditFindings found) =>
        string.Join(
            "\n",
            found
                .Answers.Select(a => $"{a.Question} {a.Sentence} {a.Value} {a.Low} {a.High}")
                .Append($"{found.Verdict} {found.LabelIssues} {found.Planted} {found.PlantedFound} {found.N} {found.TestCount}")
        );
}
