using System.Collections.Immutable;
using System.Text.Json;
using System.Xml.Linq;
using Generalization.Distributed.Results;
using Generalization.Report.Distributed;

namespace Generalization.Tests.Distributed;

public class DistributedExportTests
{
    [Fact]
    public void The_page_says_what_was_right_and_what_failures_cost()
    {
        var folder = Directory.CreateTempSubdirectory("generalization-").FullName;
        try
        {
            DistributedExport.Write(folder, Run());

            var page = File.ReadAllText(Path.Combine(folder, "distributed.html"));
            var text = XDocument.Parse(page["<!DOCTYPE html>".Length..]).Root!.Value;
            text.Should()
                .Contain(
                    "After 2 epochs 60.0 % of the training examples were right while they were trained on, and 55.0 % of the test examples."
                );
            text.Should()
                .Contain(
                    "3 parts were begun again because their worker was lost. The training went back to a "
                        + "checkpoint 1 times, and 7 parts were "
                        + "done twice for it. Failures took 4.5 s."
                );
            var json = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "distributed.json"))).RootElement;
            json.GetProperty("bytesPerStep").GetDouble().Should().Be(30);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void Numbers_have_the_names_that_all_samples_share()
    {
        var run = Run() with { Policy = "stale-3", TestCount = 40, WorkersLost = 2 };
        run = run with { Epochs = [run.Epochs[0], run.Epochs[1] with { OnlineLoss = double.NaN, TrainAccuracy = 1 }] };
        var json = JsonDocument.Parse(DistributedExport.Json(run)).RootElement.GetProperty("runs")[0];
        string[] texts = [json.GetProperty("policy").GetString()!, json.GetProperty("remedy").GetString()!];
        texts.Should().Equal("ssp:3", "none");
        json.GetProperty("simulated").GetBoolean().Should().BeTrue();
        var names = new[] { "testCount", "epochs", "epochsToFit", "workers", "lostWorkers", "lostGradients", "parts" };
        names.Select(name => json.GetProperty(name).GetInt32()).Should().Equal(40, 2, 2, 2, 2, 7, 50);
        var staleness = json.GetProperty("staleness");
        (staleness.GetProperty("mean").GetDouble(), staleness.GetProperty("max").GetInt32()).Should().Be((1.0, 2));
        staleness.GetProperty("histogram").EnumerateArray().Select(n => n.GetInt32()).Should().Equal(3, 34, 3);
        json.GetProperty("bytesPerStep").GetDouble().Should().Be(30);
        json.GetProperty("testAccuracy").GetDouble().Should().Be(0.55);
        json.GetProperty("history")[1].GetProperty("onlineLoss").ValueKind.Should().Be(JsonValueKind.Null, "it is no number");
        json.GetProperty("stalenessByBlock").GetArrayLength().Should().Be(2);
        foreach (var (own, shared) in new[] { ("softsync-2", "softsync:2"), ("backup-1", "sync+backup:1"), ("sync", "sync") })
            JsonDocument
                .Parse(DistributedExport.Json(run with { Policy = own }))
                .RootElement.GetProperty("runs")[0]
                .GetProperty("policy")
                .GetString()
                .Should()
                .Be(shared);
    }

    /// <summary>The contract's names, in its order; what nobody knows is null.</summary>
    [Fact]
    public void Every_name_of_a_run_on_one_machine_is_there()
    {
        var run = Run() with { Corruption = "partial-labels", CorruptionProbability = 0.3, Updates = 24, ImagesPerSecond = 12.5 };
        run = run with { Epochs = [run.Epochs[0], run.Epochs[1] with { TrainAccuracy = 1, Updates = 23 }] };
        var json = JsonOf(run);
        json.EnumerateObject()
            .Select(p => p.Name)
            .Take(32)
            .Should()
            .Equal(
                "dataset",
                "trainCount",
                "testCount",
                "model",
                "parameters",
                "corruption",
                "corruptionProbability",
                "seed",
                "epochs",
                "epochsToFit",
                "stepsToFit",
                "steps",
                "trainLoss",
                "trainAccuracy",
                "onlineAccuracy",
                "testLoss",
                "testAccuracy",
                "bestTestAccuracy",
                "cleanSubsetAccuracy",
                "corruptedSubsetAccuracy",
                "seconds",
                "imagesPerSecond",
                "device",
                "workers",
                "policy",
                "remedy",
                "simulated",
                "staleness",
                "bytesPerStep",
                "lostWorkers",
                "lostGradients",
                "stalenessByBlock"
            );
        (json.GetProperty("corruption").GetString(), json.GetProperty("device").GetString()).Should().Be(("partial-labels", "cpu"));
        json.GetProperty("corruptionProbability").GetDouble().Should().Be(0.3);
        json.GetProperty("imagesPerSecond").GetDouble().Should().Be(12.5);
        (json.GetProperty("steps").GetInt32(), json.GetProperty("stepsToFit").GetInt32()).Should().Be((24, 23));
        foreach (var name in new[] { "cleanSubsetAccuracy", "corruptedSubsetAccuracy", "testCount", "lostWorkers" })
            json.GetProperty(name).ValueKind.Should().Be(JsonValueKind.Null);
        foreach (var name in new[] { "corruption", "corruptionProbability", "steps", "stepsToFit", "imagesPerSecond" })
            JsonOf(Run()).GetProperty(name).ValueKind.Should().Be(JsonValueKind.Null, "nobody said it");
    }

    private static JsonElement JsonOf(DistributedRun run) =>
        JsonDocument.Parse(DistributedExport.Json(run)).RootElement.GetProperty("runs")[0];

    private static DistributedRun Run() =>
        new()
        {
            Model = "mlp-1x512",
            Dataset = "images",
            TrainCount = 100,
            Workers = 2,
            Policy = "async",
            Remedy = "none",
            Gradients = "float32",
            Parameters = 1000,
            BatchSize = 10,
            LearningRate = 0.1,
            Seed = 0,
            IsSimulated = true,
            HasDiverged = false,
            Epochs =
            [
                new DistributedEpoch(1, 2, 2.3, 0.4, 0.9, null, 2.2, 0.35),
                new DistributedEpoch(2, 4, 2.0, 0.6, 1.0, 0.7, 2.1, 0.55),
            ],
            Staleness =
            [
                ImmutableSortedDictionary<int, ImmutableArray<long>>.Empty.Add(0, [1, 8, 1]).Add(1, [0, 9, 1]),
                ImmutableSortedDictionary<int, ImmutableArray<long>>.Empty.Add(0, [2, 7, 1]).Add(1, [0, 10]),
            ],
            Seconds = 4,
            // Taken up again after 30 parts, which no block remembers.
            Parts = 50,
            PartsDropped = 0,
            PartsBegunAgain = 3,
            PartsLost = 7,
            TimesBack = 1,
            SecondsLost = 4.5,
            BytesPulled = 400,
            BytesPushed = 200,
        };
}
