using Generalization.Distributed;
using Generalization.Distributed.Results;
using Generalization.Distributed.Simulation;
using Generalization.Experiments;
using Generalization.Experiments.Kinds.DistributedTrainings;
using Generalization.Experiments.Running;
using Generalization.Experiments.Store;
using Generalization.Tests.Support;

namespace Generalization.Tests.Kinds.DistributedTrainings;

/// <summary>Experiments of a cluster are left to a program that starts one.</summary>
public sealed class ClusterTests : IDisposable
{
    private static readonly DistributedExperiment Cluster = new()
    {
        Dataset = "synthetic",
        Model = "tiny",
        Engine = "cluster",
        Epochs = 4,
    };

    private readonly string root = Directory.CreateTempSubdirectory().FullName;

    public void Dispose() => Directory.Delete(root, recursive: true);

    [Fact]
    public void Without_one_a_sentence_says_which_command_runs_it_and_nothing_is_kept()
    {
        var known = Cluster with { Dataset = "fashion-mnist-mini", Model = "mlp-1x512", Train = 100 };
        var store = RunStore.Open(root);
        var sentence =
            $"The experiment {known.Id} (MLP 1×512 by 4 workers, async, true labels, 100 images of "
            + "fashion-mnist-mini, seed 0) must be run by "
            + "a program that starts a cluster, but this one starts none; run dotnet run -c Release --project "
            + "samples/DistributedTraining -- "
            + "--workers 4 --dataset fashion-mnist-mini --train 100 --model mlp-1x512 --seed 0 --epochs 4 "
            + "--learning-rate 0.02 --policy async "
            + $"{BlockSize(known)}--store {store.Folder}, and its result is in the store.";
        new Action(() => new ExperimentRunner(Tiny.Catalog).Run(store, known)).Should().Throw<ArgumentException>().WithMessage(sentence);
        Directory.Exists(store.FolderOf(known)).Should().BeFalse();

        var simulated = Cluster with { Engine = "simulation" };
        var outcome = new SweepRunner(store, new ExperimentRunner(Tiny.Catalog)).Run([known, simulated]);
        (outcome.Finished, outcome.Failed).Should().Be((1, 0), "the others of a list are none the worse for it");
        outcome.Interrupted.Should().Equal(new InterruptedRun(known, sentence));

        // Nobody's command line has this network.
        new Action(() => new ExperimentRunner(Tiny.Catalog).Run(store, Cluster))
            .Should()
            .Throw<ArgumentException>()
            .WithMessage(
                $"The experiment {Cluster.Id} (tiny by 4 workers, async, true labels, synthetic, seed 0) must "
                    + "be run by a program that starts "
                    + "a cluster, but this one starts none; run it by one that gives RunnerOptions.Cluster, and its result is in the store."
            );
    }

    [Fact]
    public void With_one_it_is_a_run_like_any_other_and_lists_take_its_result()
    {
        var store = RunStore.Open(root);
        var engine = new FakeCluster();
        var made = new ExperimentRunner(Tiny.Catalog, new RunnerOptions { Cluster = engine }).Run(store, Cluster)!;
        (made.Distributed!.PartsLost, made.Distributed!.TimesBack, made.Distributed!.SecondsRecovering, made.WeightsHash)
            .Should()
            .Be((7, 1, 2.5, null));
        var outcome = new SweepRunner(store, new ExperimentRunner(Tiny.Catalog)).Run([Cluster]);
        (outcome.Finished, outcome.Interrupted.Length).Should().Be((1, 0));
        new ExperimentRunner(Tiny.Catalog, new RunnerOptions { Cluster = engine }).Run(store, Cluster);
        engine.Trainings.Should().Be(1);
    }

    [Fact]
    public void One_that_goes_on_has_the_epochs_and_seconds_of_before()
    {
        var whole = new ExperimentRunner(Tiny.Catalog, new RunnerOptions { Cluster = new FakeCluster() })
            .Run(RunStore.Open(Path.Combine(root, "whole")), Cluster)!
            .Distributed!;
        var store = RunStore.Open(Path.Combine(root, "stopped"));
        var engine = new FakeCluster { StopsAfter = 2 };
        var runner = new ExperimentRunner(Tiny.Catalog, new RunnerOptions { Cluster = engine });
        new Action(() => runner.Run(store, Cluster)).Should().Throw<OperationCanceledException>();
        var parts = Path.Combine(store.FolderOf(Cluster), "parts");
        Directory.Exists(parts).Should().BeTrue();

        engine = new FakeCluster { GoesOnFrom = 2 };
        runner = new ExperimentRunner(Tiny.Catalog, new RunnerOptions { Cluster = engine });
        var numbers = runner.Run(store, Cluster)!.Distributed!;
        engine.Folder.Should().Be(parts);
        numbers.History.Select(e => e.Epoch).Should().Equal(1, 2, 3, 4);
        numbers.History.Select(e => e.TestAccuracy).Should().Equal(whole.History.Select(e => e.TestAccuracy));
        numbers.History[1].Seconds.Should().Be(whole.History[0].Seconds + 1, "its second stretch began after the first epoch's seconds");
        numbers.TrainingSeconds.Should().Be(whole.History[0].Seconds + 10);
        Directory.Exists(parts).Should().BeFalse("what only an unfinished run needs is removed");
    }

    [Fact]
    public void Times_of_a_simulation_are_not_used_by_one()
    {
        var runner = new ExperimentRunner(Tiny.Catalog, new RunnerOptions { Cluster = new FakeCluster() });
        foreach (
            var (name, e) in new[]
            {
                ("computeSeconds", Cluster with { ComputeSeconds = 2 }),
                ("computeVariation", Cluster with { ComputeVariation = 0 }),
                ("networkSeconds", Cluster with { NetworkSeconds = 2 }),
                ("networkVariation", Cluster with { NetworkVariation = 0 }),
            }
        )
            runner
                .Run(RunStore.Open(root), e)!
                .Error.Should()
                .Be(
                    $"{name} must be left out where it would not be used, but it was given and the engine is "
                        + "a cluster, whose times are real; "
                        + "leave one of the two out."
                );
    }

    private static string BlockSize(DistributedExperiment e) =>
        e.BlockKib * 1024 == Generalization.Distributed.Blocks.ParameterLayout.DefaultBlockBytes ? "" : $"--block-kib {e.BlockKib} ";

    /// <summary>A simulation that passes for a cluster, may be stopped, and may know its later epochs alone.</summary>
    private sealed class FakeCluster : IDistributedEngine
    {
        public int StopsAfter { get; init; } = int.MaxValue;

        public int GoesOnFrom { get; init; } = 1;

        public string? Folder { get; private set; }

        public int Trainings { get; private set; }

        public DistributedRun Train(
            DistributedTraining training,
            string folder,
            Action<DistributedEpoch>? epochDone = null,
            CancellationToken token = default
        )
        {
            (Folder, Trainings) = (folder, Trainings + 1);
            var run = new SimulationEngine(new SimulationOptions()).Train(training, null, token);
            var own = run.Epochs.Where(e => e.Epoch >= GoesOnFrom).ToArray();
            if (GoesOnFrom > 1)
                own = [.. own.Select((e, i) => e with { Seconds = i + 1 })];
            foreach (var epoch in own.Take(StopsAfter))
                epochDone!(epoch);
            if (own.Length > StopsAfter)
                throw new OperationCanceledException();
            return run with
            {
                Epochs = [.. own],
                IsSimulated = false,
                Seconds = 10,
                PartsLost = 7,
                TimesBack = 1,
                SecondsLost = 2.5,
                WeightsHash = null,
            };
        }
    }
}
