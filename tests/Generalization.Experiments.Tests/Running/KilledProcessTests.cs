using System.Collections.Immutable;
using Generalization.Experiments;
using Generalization.Experiments.Kinds;
using Generalization.Experiments.Store;
using Generalization.Tests.Support;
using Xunit.Abstractions;

namespace Generalization.Tests.Running;

[Collection("processes")]
public sealed class KilledProcessTests(ITestOutputHelper log) : IDisposable
{
    private const int Kills = 25,
        LongestMilliseconds = 150;
    private readonly string root = Directory.CreateTempSubdirectory("killed").FullName;

    public void Dispose() => Directory.Delete(root, recursive: true);

    /// <summary>A checkpoint is written at every step, so that most of the time is within one; every fifth kill comes while a result is
    /// written.</summary>
    [Fact]
    public void Killed_at_many_instants_and_started_again_each_time_a_list_gives_what_it_gives_undisturbed()
    {
        var experiments = Tiny.Trainings(6, epochs: 8);
        var list = Tiny.WriteList(root, experiments);
        var expected = Undisturbed(list, experiments);
        var random = new Random(11);
        var (kills, stores, within, withinResult, afterResult) = (0, 0, 0, 0, 0);
        var (next, later) = (Worker.Warm(list), Worker.Warm(list));
        try
        {
            for (var folder = Path.Combine(root, "store-0"); kills < Kills || Directory.Exists(folder); )
            {
                var now = next;
                (next, later) = (later, Worker.Warm(list));
                now.Begin(folder);
                var before = Results(folder);
                var killed =
                    kills == Kills ? now.KillAfter(TimeSpan.FromMinutes(1))
                    : kills % 5 == 4 ? now.KillWhen(() => Results(folder) > before)
                    : now.KillAfter(TimeSpan.FromMilliseconds(random.NextDouble() * LongestMilliseconds));
                now.Dispose();
                if (killed)
                    kills++;
                CheckWhole(folder, experiments, expected);
                within += Leftover(folder, experiments, "*.part") ? 1 : 0;
                withinResult += killed && Results(folder) > before ? 1 : 0;
                afterResult += experiments.Any(e => HasResultAndCheckpoint(folder, e)) ? 1 : 0;
                if (killed)
                    continue;
                RunStore.Open(folder).ReadAll(experiments).Select(Tiny.Lasting).Should().Equal(expected);
                folder = Path.Combine(root, $"store-{++stores}");
            }
        }
        finally
        {
            next.Dispose();
            later.Dispose();
        }

        log.WriteLine(
            $"{kills} kills over {stores} stores of {experiments.Length} experiments; {within} left a file that was being "
                + $"written, {withinResult} had begun a result, {afterResult} came between a result and its tidying."
        );
        kills.Should().Be(Kills);
        within.Should().BePositive("some kills come while a file is written");
        withinResult.Should().BePositive("some kills come while a result is written");
    }

    private ImmutableArray<string> Undisturbed(string list, ImmutableArray<Experiment> experiments)
    {
        var folder = Path.Combine(root, "undisturbed");
        using var worker = Worker.Start(list, folder);
        worker.Wait().Should().Be(0, worker.Error);
        var runs = RunStore.Open(folder).ReadAll(experiments);
        runs.Should().OnlyContain(r => r.Status == RunStatus.Finished);
        return [.. runs.Select(Tiny.Lasting)];
    }

    // What a report would read at this instant: whole results that are the right ones, and a history that is the beginning of the right
    // one.
    private static void CheckWhole(string folder, ImmutableArray<Experiment> experiments, ImmutableArray<string> expected)
    {
        foreach (var (run, right) in RunStore.Open(folder).ReadAll(experiments).Zip(expected))
        {
            if (run.Result is not null)
                Tiny.Lasting(run).Should().Be(right);
            var known = string.Join("\n", run.History.SkipLast(1).Select(e => (e with { Seconds = 0 }).ToString()));
            right.Should().StartWith(known);
            var file = Path.Combine(folder, run.Experiment.Id, "experiment.json");
            if (File.Exists(file))
                KnownKinds.All.Parse(File.ReadAllText(file)).Should().Be(run.Experiment);
        }
    }

    private static bool Leftover(string folder, ImmutableArray<Experiment> experiments, string pattern) =>
        experiments.Select(e => Path.Combine(folder, e.Id)).Any(f => Directory.Exists(f) && Directory.EnumerateFiles(f, pattern).Any());

    // Whole ones and begun ones.
    private static int Results(string folder) =>
        Directory.Exists(folder) ? Directory.EnumerateFiles(folder, "result.json*", SearchOption.AllDirectories).Count() : 0;

    private static bool HasResultAndCheckpoint(string folder, Experiment experiment) =>
        File.Exists(Path.Combine(folder, experiment.Id, "result.json"))
        && Directory.EnumerateFiles(Path.Combine(folder, experiment.Id), "checkpoint*").Any();
}
