using System.CommandLine;
using System.Globalization;
using Generalization.CommandLine;
using Generalization.Corruption;
using Generalization.Data;
using Generalization.Data.Csv;
using Generalization.Data.Known;
using Generalization.Data.Synthetic;
using Generalization.Experiments;
using Generalization.Experiments.Kinds;
using Generalization.Experiments.Kinds.FiniteSamples;
using Generalization.Experiments.Kinds.KernelInterpolation;
using Generalization.Experiments.Kinds.NetworkTraining;
using Generalization.Experiments.Presets;
using Generalization.Experiments.Running;
using Generalization.Experiments.Store;
using Generalization.Files;
using Generalization.Identity;
using Generalization.Inputs;
using Generalization.Kernels.Functions;
using Generalization.Kernels.Points;
using Generalization.Kernels.Regression;
using Generalization.Kernels.Solvers;
using Generalization.Models;
using Generalization.Report;
using Generalization.Report.Content;
using Generalization.Training;
using Generalization.Training.History;
using Generalization.Training.Losses;
using Generalization.Training.Metrics;
using Generalization.Training.Schedules;
using Generalization.Training.Updates;

namespace Generalization.Tests.EnvironmentWorker;

/// <summary>What the library reads and writes where numbers and letters are, line by line: the same lines in every culture.</summary>
internal static class Words
{
    public static IEnumerable<string> All(string folder) =>
        [.. CommandLine(), .. Lineage(), .. Descriptions(), .. Identities(), .. Tables(folder), .. Store(folder), .. Sentences()];

    private static IEnumerable<string> CommandLine()
    {
        var (gamma, many) = (
            OptionFactory.Value("--gamma", "γ", 0.02, g => g > 0, "be positive"),
            OptionFactory.Values("--rates", "rates", [0.5], r => r > 0, "be positive")
        );
        var choice = OptionFactory.Choice("--images", "images", "mini", "mini", "image-folder", "IMAGE-FOLDER");
        var command = new RootCommand("Options.") { gamma, many, choice };
        foreach (
            var text in new[]
            {
                "--gamma 0.01",
                "--gamma 1e-3",
                "--gamma 0,01",
                "--gamma 1.000",
                "--gamma -1.5",
                "--rates 0.25 0.125",
                "--rates 0.25,0.125",
                "--images image-folder",
                "--images İMAGE-FOLDER",
                "--images ımage-folder",
            }
        )
        {
            var given = command.Parse(text);
            yield return given.Errors.Count > 0
                ? $"{text}: {string.Join(' ', given.Errors.Select(e => e.Message))}"
                : $"{text}: {Number(given.GetValue(gamma))}; "
                    + $"{string.Join(' ', given.GetValue(many)!.Select(Number))}; "
                    + $"{given.GetValue(choice)}";
        }
    }

    private static IEnumerable<string> Lineage()
    {
        var data = Data();
        foreach (
            var corruption in new DatasetCorruption[]
            {
                new UniformLabelNoise(0.5),
                new GaussianPixels(),
                new ShuffledPixels(),
                PaperCorruptions.Named("partial-labels", 0.25),
            }
        )
        foreach (var step in data.Corrupt(corruption, 1).Train.Lineage)
            yield return $"{step.Operation}: {step.Result}";
        yield return data.HoldOut(8, 1).Train.ContentHash.ToString();
    }

    private static IEnumerable<string> Descriptions()
    {
        IDescribed[] described =
        [
            new ConstantRate(0.1),
            new ExponentialDecay(0.1, 0.95, 391),
            new CosineAnnealing(0.1, 1000),
            new PiecewiseConstant([0.1, 0.01], [5]),
            new Sgd { Momentum = 0.5, WeightDecay = 5e-4 },
            new Adam(),
            new AdamW { WeightDecay = 0.5 },
            new RmsProp(),
            new CrossEntropy(0.1),
            new SquaredError(),
            new TopK(5),
            new Patience(5),
            new Fitted(),
            new WeightAverage(0.999),
            new Own(0.5, 1.5f, 2.5m),
        ];
        foreach (var thing in described)
            yield return thing.Describe();
        foreach (var step in InputPipeline.Cifar10.With(AugmentationOptions.Parse("flip,rotate:12.5,color,crop")).Steps)
            yield return Description.Of(step);
        using var network = SmallAlexNet.Create(new ImageShape(3, 28, 28), 10, 0, 0.25);
        yield return network.Describe();
    }

    private static IEnumerable<string> Identities() =>
        Experiments()
            .Append(FiniteSample())
            .SelectMany(e => new[] { e.Id, e.ToJson(), e.Words, e.Kind.DifferencesOf(e) ?? "", e.Kind.CommandOf(e) ?? "" })
            .Concat(ExperimentPresets.Names.SelectMany(n => ExperimentPresets.Named(n).Experiments).Select(e => $"{e.Id} {e.Words}"))
            .Concat(KnownDatasets.Names);

    private static IEnumerable<string> Tables(string folder)
    {
        var path = Path.Combine(folder, "points.csv");
        File.WriteAllText(path, "width,height,KIND\n0.5,1.25,I\n-0.5,1e-3,i\n0.25,2,I\n1.5,-3,i\n");
        var read = CsvDataset.Load(path, new CsvOptions { Label = "KIND", HeldOut = 0.5 });
        yield return $"{string.Join('|', read.ClassNames)} {read.Train.ContentHash} {read.Test.ContentHash}";
        yield return Csv.Text(
            "a,b",
            [
                [0.5, -1],
                [1e-10, 1234567.5],
            ]
        );
    }

    private static IEnumerable<string> Store(string folder)
    {
        var store = RunStore.Open(Path.Combine(folder, "store"));
        var catalog = ExperimentCatalog.Paper().With("synthetic", Data);
        Experiment[] list = [.. Experiments(), FiniteSample()];
        var options = new RunnerOptions { TensorBoard = Path.Combine(folder, "board"), KeepDetails = true };
        var outcome = new SweepRunner(store, new ExperimentRunner(catalog, options)).Run(list);
        yield return $"{outcome.Finished} {outcome.Failed} {string.Join(' ', outcome.Failures)}";
        foreach (var run in store.ReadAll(list))
        {
            yield return run.Experiment.Kind is TrainingKind ? run.ToString() : run.Experiment.Words;
            yield return $"{run.Result!.DataHash} {run.Result.SourceHash} {run.Result.WeightsHash}";
            foreach (var epoch in run.History)
                yield return Csv.Text("", [HistoryCsv.Row(epoch with { Seconds = 0 })]);
        }

        var report = PaperReport.Of("list", store.ReadAll(list));
        report.Write(Path.Combine(folder, "report"));
        yield return report.Verdict.ToString();
        yield return File.ReadAllText(Path.Combine(folder, "report", "tables.json"));
    }

    private static IEnumerable<string> Sentences()
    {
        Action[] wrong =
        [
            () => _ = new UniformLabelNoise(1.5),
            () => _ = new ExponentialDecay(-0.5),
            () => _ = new ExponentialDecay(0.5, 1.5),
            () => _ = new Sgd { Momentum = 1.5 },
            () => _ = new AdamW { WeightDecay = -0.5 },
            () => _ = new CrossEntropy(1.5),
            () => _ = new WeightAverage(1.5),
            () => _ = new TrainingOptions(new ConstantRate(0.1)) { EvaluateTrainingFrom = 1.5 },
            () => _ = new GaussianKernel(-0.5),
            () => _ = new PolynomialKernel(2, 0.5, -0.5),
            () => _ = new SolverOptions { Ridge = -0.5 },
            () => _ = new SolverOptions { Tolerance = 1.5 },
            () => _ = new CsvOptions { HeldOut = 1.5 },
            () =>
                _ = new TrainingExperiment
                {
                    Dataset = "a",
                    Model = "b",
                    Probability = 1.5,
                },
            () =>
                _ = new TrainingExperiment
                {
                    Dataset = "a",
                    Model = "b",
                    Dropout = 1.5,
                },
            () => _ = new KernelExperiment { Dataset = "a", Gamma = -0.5 },
            () =>
                new KernelExperiment
                {
                    Dataset = "synthetic",
                    Labels = "true",
                    Probability = 0.5,
                }.DataOf(Data()),
            () => Solve(1e300),
            () => Solve(double.NaN),
            () => Solve(1, twice: true),
            () => MultilayerPerceptron.Create(new ImageShape(1, 2, 2), 2, 0, [4], 1.5),
            () => _ = Shard.Parse("1,5/2"),
            () => AugmentationOptions.Parse("FLİP"),
            () => PaperModels.Named("İnception"),
            () => KnownKinds.All.Parse(System.Text.Json.Nodes.JsonNode.Parse("""{"kind":"TRAİNİNG"}""")!),
        ];
        foreach (var act in wrong)
            yield return Message(act);
    }

    private static string Message(Action act)
    {
        try
        {
            act();
            return "nothing was wrong";
        }
        catch (Exception e)
        {
            return $"{e.GetType().Name}: {e.Message}";
        }
    }

    private static void Solve(double target, bool twice = false)
    {
        using var points = PointSet.Of(
            new double[,]
            {
                { 0.5, 1 },
                { twice ? 0.5 : 2, 1 },
            }
        );
        KernelRegression.Fit(
            new GaussianKernel(0.5),
            points,
            [
                new[,]
                {
                    { target },
                    { 1 },
                },
            ]
        );
    }

    private static TrainTestData Data() => new SyntheticImages(new ImageShape(3, 30, 30), 4).Create(32, 16, seed: 1);

    private static Experiment[] Experiments() =>
        [
            Training(),
            Training() with
            {
                LearningRate = 1e30,
            },
            Training() with
            {
                Corruption = "partial-labels",
                Probability = 0.25,
                Augment = "flip",
            },
            new KernelExperiment
            {
                Dataset = "synthetic",
                Gamma = 0.015625,
                Ridge = 0.5,
                Labels = "partial",
                Probability = 0.25,
            },
        ];

    private static TrainingExperiment Training() =>
        new()
        {
            Dataset = "synthetic",
            Model = "mlp-1x512",
            Epochs = 2,
            LearningRate = 0.0625,
            Decay = 0.9375,
            WeightDecay = 0.015625,
            Dropout = 0.125,
            StopWhenFitted = false,
        };

    private static FiniteSampleExperiment FiniteSample() => new() { N = 20, D = 3 };

    private static string Number(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    private sealed record Own(double Double, float Single, decimal Decimal) : IDescribed
    {
        public string Describe() => Description.ByType(this);
    }
}
