using System.Text.Json;
using Generalization.Distributed.Blocks;
using Generalization.Experiments;
using Generalization.Experiments.Kinds.DistributedTrainings;
using Generalization.Experiments.Store;
using Generalization.Tests.Support;

namespace Generalization.Tests.Samples;

public sealed class DistributedTrainingTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("sample").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private (int ExitCode, string Output, string Error) Run(params string[] arguments) =>
        Sample.Run("DistributedTraining", folder, arguments);

    [Fact]
    public void Simulated_workers_train_and_give_the_same_each_time()
    {
        string[] arguments = ["--simulate", "8", "--train", "400", "--test", "100", "--epochs", "2", "--quiet"];
        var (code, output, error) = Run([.. arguments, "--out", "one", "--json", "one.json"]);
        (code, error).Should().Be((0, ""));
        output.Should().StartWith("8 workers, async: after 2 epochs ");
        Run([.. arguments, "--out", "two", "--json", "two.json"]).ExitCode.Should().Be(0);

        File.ReadAllText(Path.Combine(folder, "two.json")).Should().Be(File.ReadAllText(Path.Combine(folder, "one.json")));
        File.Exists(Path.Combine(folder, "one", "distributed.html")).Should().BeTrue();

        (code, _, error) = Run([.. arguments, "--out", "one"]);
        (code, error).Should().Be((1, "--out must not have a finished training, but one has distributed.json; name another folder.\n"));
    }

    [Fact]
    public void A_cluster_of_processes_trains_every_part_once()
    {
        var same = "--workers 2 --train 400 --test 100 --epochs 2 --quiet --out run --json run.json".Split(' ');
        var (code, _, error) = Run(same);
        (code, error).Should().Be((0, ""));

        using var json = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "run.json")));
        var run = json.RootElement.GetProperty("runs")[0];
        string[] names = ["parts", "partsLost", "lostWorkers", "testCount"];
        names.Select(name => run.GetProperty(name).GetInt32()).Should().Equal(2 * 25, 0, 0, 100);
        string?[] texts = [.. new[] { "corruption", "device" }.Select(name => run.GetProperty(name).GetString())];
        texts.Should().Equal("true-labels", "cpu");
        run.GetProperty("corruptionProbability").GetDouble().Should().Be(0);
        run.GetProperty("steps").GetInt32().Should().Be(50, "each part is an update");
        run.GetProperty("imagesPerSecond").GetDouble().Should().BeGreaterThan(800 / run.GetProperty("seconds").GetDouble() * 0.9);

        var line = "--workers 2 --train 400 --test 100 --quiet --epochs 3 --out other --checkpoints run/checkpoints".Split(' ');
        (code, _, error) = Run(line);
        code.Should().Be(1);
        error.Should().Contain("must be of this training, but it differs in \"batch: 16, workers 2, epochs 2, seed 0\".");

        File.Delete(Path.Combine(folder, "run", "distributed.json"));
        var checkpoints = Path.Combine("run", "checkpoints");
        (code, _, error) = Run(same);
        (code, error)
            .Should()
            .Be(
                (
                    1,
                    $"A cluster must begin with no checkpoint or one before the last epoch, 2, but the training in {checkpoints} "
                        + $"is finished; name another folder, or remove {checkpoints} to train again.\n"
                )
            );
        File.Exists(Path.Combine(folder, "run", "distributed.json")).Should().BeFalse("it would be a run of zeros");
    }

    [Fact]
    public void A_comparison_goes_on_with_curves_of_the_same_training_and_assumptions_alone()
    {
        var line = "--simulate 2 --compare --train 200 --test 50 --epochs 1 --trial-epochs 1 --quiet --out run".Split(' ');
        Run(line).ExitCode.Should().Be(0);
        Run(line).ExitCode.Should().Be(0);
        Run([.. line, "--compute-seconds", "2"])
            .Error.Should()
            .Be("The curves in run must be of the same training and assumptions, but are of others; name another folder by --out.\n");
        var mark = Path.Combine(folder, "run", "comparison.txt");
        var words = File.ReadAllLines(mark);
        words[1].Should().StartWith("modules: ");
        words[^1].Should().StartWith("first rate 0.02, trial epochs 1, ");
        File.WriteAllLines(mark, [words[0], .. words[2..^1]]);
        Run(line)
            .Error.Should()
            .Be(
                "The curves in run must be of the same training and assumptions, but an earlier version kept no assumptions with them; "
                    + "name another folder by --out.\n"
            );
    }

    [Fact]
    public void A_member_ends_with_the_process_that_started_it()
    {
        using var member = Sample.Start(
            Path.Combine(AppContext.BaseDirectory, "DistributedTraining.dll"),
            folder,
            new Dictionary<string, string> { ["GENERALIZATION_STARTED_BY_ANOTHER"] = "1" },
            ["--role", "worker", "--number", "0", "--gateways", "9", "--train", "100", "--test", "100"]
        );
        member.WaitForExit(TimeSpan.FromSeconds(2)).Should().BeFalse("it looks for a cluster");

        // What the system does to a pipe whose other end was killed.
        member.StandardInput.Close();

        member.WaitForExit(TimeSpan.FromSeconds(60)).Should().BeTrue();
    }

    [Fact]
    public void A_simulation_that_a_store_has_is_said_and_not_made_again()
    {
        string[] arguments = ["--simulate", "8", "--train", "400", "--test", "100", "--epochs", "2", "--quiet"];
        Run([.. arguments, "--out", "plain", "--json", "plain.json"]).ExitCode.Should().Be(0);
        var (code, first, error) = Run([.. arguments, "--out", "one", "--json", "one.json", "--store", "store"]);
        (code, error).Should().Be((0, ""));
        first.Should().StartWith("8 workers, async: after 2 epochs ");
        var experiment = Experiment("simulation", 8);
        var run = RunStore.Open(Path.Combine(folder, "store")).Read(experiment);
        (run.Status, run.Result!.Distributed!.Parts, run.Result!.Distributed!.History.Length).Should().Be((RunStatus.Finished, 50L, 2));

        var (again, second, _) = Run([.. arguments, "--out", "two", "--json", "two.json", "--store", "store"]);
        again.Should().Be(0);
        second
            .Should()
            .StartWith(
                $"{experiment.Words}: it is finished in {Path.Combine(folder, "store")} already and is not run again; remove "
                    + $"{Path.Combine(folder, "store", experiment.Id)} to run it again."
            )
            .And.Contain("8 workers, async: after 2 epochs ");
        foreach (var other in new[] { "one.json", "two.json" })
            File.ReadAllText(Path.Combine(folder, other)).Should().Be(File.ReadAllText(Path.Combine(folder, "plain.json")));
        File.Exists(Path.Combine(folder, "two", "distributed.html")).Should().BeTrue();

        // The same command again, and another training into its folder.
        Run([.. arguments, "--out", "two", "--store", "store"]).ExitCode.Should().Be(0);
        Run([.. arguments, "--seed", "3", "--out", "two", "--store", "store"])
            .Error.Should()
            .Be("--out must not have a finished training, but two has distributed.json; name another folder.\n");
    }

    /// <summary>The line that a list names is that of the sample, and its result is the one that the list looks for.</summary>
    [Fact]
    public void A_clusters_run_is_kept_by_the_line_that_an_experiment_names()
    {
        var experiment = Experiment("cluster", 2) with { Policy = "softsync-2", Remedy = "divided-rate" };
        var line = experiment.Kind.CommandOf(experiment)!.Split(" -- ")[1].Split(' ');
        var (code, output, error) = Run([.. line, "--quiet", "--out", "run", "--store", "store"]);
        (code, error).Should().Be((0, ""));
        output.Should().StartWith("2 workers, softsync-2: after 2 epochs ");

        var run = RunStore.Open(Path.Combine(folder, "store")).Read(experiment);
        run.Status.Should().Be(RunStatus.Finished);
        var numbers = run.Result!.Distributed!;
        (numbers.Parts, numbers.PartsLost, numbers.Diverged, numbers.Epochs).Should().Be((50L, 0L, false, 2));
        (numbers.TrainAccuracy, numbers.TestAccuracy).Should().Match<(double?, double?)>(a => a.Item1 > 0.1 && a.Item2 > 0.1);
        Directory.Exists(Path.Combine(run.Folder, "parts")).Should().BeFalse("its checkpoints are removed at the end");
    }

    [Fact]
    public void What_a_store_cannot_keep_is_said()
    {
        var (code, _, error) = Run("--simulate", "4", "--compare", "--store", "store");
        code.Should().Be(2);
        error.Should().StartWith("--store keeps one training, and --compare makes several; leave one of the two out.");
        foreach (string[] other in new[] { new[] { "--role", "worker" }, ["--transfer", "10"] })
            Run([.. other, "--store", "store"])
                .Error.Should()
                .StartWith("--store is for who starts a training or watches one; leave it out for other members and --transfer.");
        (code, _, error) = Run("--simulate", "4", "--policy", "backup-4", "--train", "100", "--store", "store", "--out", "run");
        (code, error.TrimEnd()).Should().Be((2, "Backup workers must be fewer than the workers, 4, but were 4; ask for more workers."));
    }

    [Theory]
    [InlineData(
        "--compute-seconds 2",
        "--compute-seconds is for --simulate, and the times of a cluster are real; leave one of the two out."
    )]
    [InlineData(
        "--workers 2 --network-variation 0",
        "--network-variation is for --simulate, and the times of a cluster are real; leave one of the two out."
    )]
    [InlineData("--simulate 2 --role worker", "--role is for a cluster, and --simulate is none; leave one of the two out.")]
    [InlineData(
        "--simulate 2 --compare --policy sync",
        "--policy is for one training, and --compare makes several of its own; leave one of the two out."
    )]
    [InlineData(
        "--simulate 2 --compare --json a",
        "--json is for one training, and --compare makes several of its own; leave one of the two out."
    )]
    [InlineData("--probability 0.3", "--probability is for partial-labels, which --corruption does not name; leave it out.")]
    public void What_would_not_be_used_is_refused(string arguments, string sentence)
    {
        var (code, _, error) = Run(arguments.Split(' '));
        (code, error.Split('\n')[0]).Should().Be((2, sentence));
    }

    [Fact]
    public void What_a_starter_chooses_by_itself_is_refused() =>
        Run("--workers", "2", "--port", "5000")
            .Should()
            .Match<(int ExitCode, string Output, string Error)>(r =>
                r.ExitCode == 2
                && r.Error.StartsWith("--port is for --role silo, worker or watch; a cluster on this machine chooses it by itself.")
            );

    [Fact]
    public void An_unknown_policy_names_the_known_ones() =>
        Run("--policy", "sometimes")
            .Should()
            .Match<(int ExitCode, string Output, string Error)>(r =>
                r.ExitCode == 2
                && r.Error.StartsWith("A policy must be async, softsync-N, stale-N, sync or backup-N, with a number N, but was sometimes.")
            );

    private static DistributedExperiment Experiment(string engine, int workers) =>
        new()
        {
            Dataset = "fashion-mnist-mini",
            Model = "mlp-1x512",
            Train = 400,
            Test = 100,
            Epochs = 2,
            Workers = workers,
            Engine = engine,
            BlockKib = ParameterLayout.DefaultBlockBytes / 1024,
        };
}
