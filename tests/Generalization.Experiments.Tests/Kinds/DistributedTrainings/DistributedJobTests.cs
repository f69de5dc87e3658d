using System.Text.Json;
using Generalization.Distributed.Blocks;
using Generalization.Distributed.Simulation;
using Generalization.Experiments;
using Generalization.Experiments.Kinds.DistributedTrainings;
using Generalization.Experiments.Running;
using Generalization.Experiments.Store;
using Generalization.Kernels.Solvers;
using Generalization.Tests.Support;
using Generalization.Threading;

namespace Generalization.Tests.Kinds.DistributedTrainings;

public sealed class DistributedJobTests : IDisposable
{
    private static readonly DistributedExperiment Small = new()
    {
        Dataset = "synthetic",
        Model = "tiny",
        Workers = 6,
        Policy = "softsync-2",
        BatchSize = 4,
        Epochs = 4,
        Corruption = "random-labels",
        LearningRate = 0.05,
    };

    private readonly string root = Directory.CreateTempSubdirectory().FullName;

    public void Dispose() => Directory.Delete(root, recursive: true);

    [Fact]
    public void Its_numbers_are_those_of_the_simulator_that_is_run_directly()
    {
        var found = Run(Small);
        var training = Small.TrainingOf(Small.DataOf(Tiny.Catalog.LoadDataset("synthetic"), Tiny.Catalog), Tiny.Catalog);
        using var gradients = training.CreateGradients();
        using var simulator = Simulator.Of(training, gradients, new SimulationOptions());
        var direct = simulator.Run();

        var numbers = found.Distributed!;
        var all = direct.Staleness;
        (numbers.MeanStaleness, numbers.ShareAboveTwiceExpected, numbers.LargestStaleness, numbers.ExpectedStaleness)
            .Should()
            .Be((all.Mean, all.ShareAbove(4), all.Largest, 2));
        (numbers.Parts, numbers.Updates, numbers.TrainingSeconds).Should().Be((64, direct.Updates[0], direct.Seconds));
        (numbers.BytesPulledPerPart, numbers.BytesPushedPerPart)
            .Should()
            .Be((sizeof(float) * training.Layout.Length, sizeof(float) * training.Layout.Length));
        (numbers.Epochs, numbers.Diverged, numbers.PartsLost, numbers.TimesBack, numbers.SecondsRecovering)
            .Should()
            .Be((4, false, 0, 0, 0));
        numbers.History.Select(e => e.Epoch).Should().Equal(1, 2, 3, 4);
        (numbers.TrainCount, numbers.TestCount, numbers.Parameters, numbers.Blocks)
            .Should()
            .Be((64, 32, training.Layout.Length, training.Layout.Blocks.Length));
        (numbers.TrainAccuracy, numbers.TestAccuracy).Should().Be((numbers.History[^1].TrainAccuracy, numbers.History[^1].TestAccuracy));
        numbers.BestTestAccuracy.Should().Be(numbers.History.Max(e => e.TestAccuracy));
        found.WeightsHash.Should().HaveLength(64);
        found.DataHash.Should().Be(training.Data.Train.ContentHash.ToString());
    }

    [Fact]
    public void It_is_kept_read_and_tabled()
    {
        var made = Run(Small);
        var run = RunStore.Open(root).Read(Small);
        JsonSerializer.Serialize(run.Result!.Distributed).Should().Be(JsonSerializer.Serialize(made.Distributed));
        run.Outcome.Should().MatchRegex(@"^training \d+\.\d %, test \d+\.\d %, 4 epochs, mean staleness \d\.\d$");
        var columns = Small.Kind.Columns.ToDictionary(c => c.Name, c => c.Of(run));
        (columns["workers"], columns["policy"], columns["diverged"], columns["meanStaleness"], columns["engine"])
            .Should()
            .Be((6, "softsync-2", "false", made.Distributed!.MeanStaleness, "simulation"));
        var kept = DistributedFiles.Read(run.Folder)!;
        kept.Staleness.Should().HaveCount(made.Distributed!.Blocks);
        (kept.Corruption, kept.CorruptionProbability).Should().Be(("random-labels", 1.0));
        DistributedFiles.Read(root).Should().BeNull();
        File.WriteAllText(Path.Combine(run.Folder, "distributed.json"), "{");
        new Action(() => DistributedFiles.Read(run.Folder))
            .Should()
            .Throw<IOException>()
            .WithMessage(
                $"{run.Folder}/distributed.json must be a training by many workers as it was written, but is not (*); remove the "
                    + "run's folder to train again."
            );
    }

    [Fact]
    public void A_stopped_simulation_begins_again_and_gives_what_one_that_was_never_stopped_gives()
    {
        var whole = Run(Small);
        using var stop = new CancellationTokenSource();
        var told = new List<string>();
        var heard = new SynchronousProgress<RunProgress>(p =>
        {
            if (p.At is not DistributedAt at)
                return;
            told.Add(at.Words);
            at.Remaining.Should().BeGreaterThanOrEqualTo(TimeSpan.Zero);
            if (at.Epoch.Epoch == 2)
                stop.Cancel();
        });
        var stopped = RunStore.Open(Path.Combine(root, "stopped"));
        new Action(() => new ExperimentRunner(Tiny.Catalog).Run(stopped, Small, heard, stop.Token))
            .Should()
            .Throw<OperationCanceledException>();
        told[1].Should().MatchRegex(@"^epoch 2/4 · loss \d+\.\d{3} · accuracy \d+\.\d % · staleness \d\.\d$");
        stopped.Read(Small).Outcome.Should().Be("not run yet");
        var again = new ExperimentRunner(Tiny.Catalog).Run(stopped, Small)!;
        again.WeightsHash.Should().Be(whole.WeightsHash);
        JsonSerializer.Serialize(again.Distributed).Should().Be(JsonSerializer.Serialize(whole.Distributed));
    }

    [Fact]
    public void What_diverges_is_a_result()
    {
        var e = Small with { LearningRate = 1e30, Policy = "async" };
        var result = Run(e);
        result.Error.Should().BeNull();
        var numbers = result.Distributed!;
        (numbers.Diverged, numbers.TrainAccuracy, numbers.TestAccuracy, numbers.EpochsToFit).Should().Be((true, null, null, null));
        result.Outcome.Should().StartWith("diverged in epoch 1, a loss was no finite number; mean staleness ");
    }

    [Fact]
    public void It_ends_when_all_is_fitted_and_says_when()
    {
        var numbers = Run(Small with { Epochs = 500, Policy = "sync", Train = 16, LearningRate = 0.2 }).Distributed!;
        numbers.EpochsToFit.Should().Be(numbers.Epochs).And.BeLessThan(500);
        numbers.TrainAccuracy.Should().Be(1);
    }

    [Theory]
    [InlineData("softsync-9", null, "The n of n-softsync must lie from 1 to the number of workers, 6, but was 9.")]
    [InlineData("backup-6", null, "Backup workers must be fewer than the workers, 6, but were 6; ask for more workers.")]
    [InlineData(
        "sync",
        0.5,
        "A probability must be given with partial-labels and with nothing else, but the corruption was random-labels and the probability "
            + "given."
    )]
    public void What_does_not_go_together_is_the_experiments_error(string policy, double? probability, string sentence) =>
        Run(Small with { Policy = policy, Probability = probability }).Error.Should().Be(sentence);

    [Fact]
    public void What_does_not_fit_in_memory_is_left_for_another_machine()
    {
        var runner = new ExperimentRunner(Tiny.Catalog, new RunnerOptions { Memory = 100_000 });
        new Action(() => runner.Run(RunStore.Open(root), Small with { Workers = 100 }))
            .Should()
            .Throw<MemoryLimitException>()
            .WithMessage(
                "A simulation of 100 workers on 332 parameters needs 0.00 GB, but the limit is 0.00 GB; allow "
                    + "more, or take fewer workers or "
                    + "a smaller network."
            );
    }

    [Fact]
    public void Names_that_the_catalog_does_not_have_are_refused() =>
        new Action(() => Run(Small with { Model = "huge" }))
            .Should()
            .Throw<ArgumentException>()
            .WithMessage("The model must be one of *, but was huge*");

    private RunResult Run(DistributedExperiment e) => new ExperimentRunner(Tiny.Catalog).Run(RunStore.Open(root), e)!;
}
