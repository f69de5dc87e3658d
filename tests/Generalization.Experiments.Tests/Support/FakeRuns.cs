using System.Collections.Immutable;
using Generalization.Experiments;
using Generalization.Experiments.Kinds.FiniteSamples;
using Generalization.Experiments.Kinds.KernelInterpolation;
using Generalization.Experiments.Kinds.LeastNorm;
using Generalization.Experiments.Kinds.NetworkTraining;
using Generalization.Experiments.Kinds.RandomFeatures;
using Generalization.Training.History;

namespace Generalization.Tests.Support;

/// <summary>Records as a store gives them, without any work.</summary>
internal static class FakeRuns
{
    public static TrainingExperiment Training(
        string model = "mlp-1x512",
        string corruption = "true-labels",
        string dataset = "cifar10",
        ulong seed = 0,
        double? probability = null
    ) =>
        new()
        {
            Dataset = dataset,
            Model = model,
            Corruption = corruption,
            Seed = seed,
            Probability = probability,
        };

    public static Run Pending(Experiment experiment) => new(experiment, RunStatus.Pending, [], null);

    public static Run Failed(Experiment experiment, string error) =>
        new(experiment, RunStatus.Failed, [], Result(experiment) with { Error = error });

    /// <summary>A training that fitted after so many steps, ten epochs in all, whose test accuracy rises and then falls to its
    /// last.</summary>
    public static Run Finished(
        TrainingExperiment e,
        double test = 0.5,
        int train = 50_000,
        int testCount = 10_000,
        long steps = 3910,
        double trainAccuracy = 1,
        bool fitted = true
    )
    {
        var partial = e.Corruption == "partial-labels";
        ImmutableArray<EpochRecord> history =
        [
            .. Enumerable
                .Range(1, 10)
                .Select(i => new EpochRecord(
                    i,
                    steps * i / 10,
                    0.01,
                    2.3 / i,
                    i / 10.0,
                    partial ? Math.Min(1, i / 5.0) : null,
                    partial ? i / 10.0 : null,
                    null,
                    i == 10 ? trainAccuracy : null,
                    null,
                    null,
                    2.3,
                    i == 8 ? test + 0.02 : test * Math.Min(1, i / 6.0),
                    i
                )),
        ];
        var run = new TrainingResult
        {
            Dataset = e.Dataset,
            TrainCount = train,
            TestCount = testCount,
            Model = e.Model,
            Parameters = 1,
            Corruption = e.Corruption,
            CorruptionProbability = null,
            Seed = e.Seed,
            // Of 50,000 images in batches of 128, where it goes on.
            Epochs = fitted ? 10 : Math.Max(10, (int)(steps / 391)),
            EpochsToFit = fitted ? 10 : null,
            StepsToFit = fitted ? steps : null,
            Steps = steps,
            TrainLoss = 0.01,
            TrainAccuracy = trainAccuracy,
            OnlineAccuracy = trainAccuracy - 0.001,
            TestLoss = 2.3,
            TestAccuracy = test,
            BestTestAccuracy = test + 0.02,
            CleanSubsetAccuracy = null,
            CorruptedSubsetAccuracy = null,
            Seconds = 12.5,
            ImagesPerSecond = 1000,
            Device = "cpu",
        };
        return new Run(e, RunStatus.Finished, history, Result(e) with { Numbers = run });
    }

    public static Run Finished(KernelExperiment e, double error, int n, int testCount = 10_000) =>
        new(
            e,
            RunStatus.Finished,
            [],
            Result(e) with
            {
                Numbers = new KernelResult
                {
                    Dataset = e.Dataset,
                    N = n,
                    TestCount = testCount,
                    Appended = e.Appended,
                    AppendedLabels = e.Appended is null ? null : e.AppendedLabels,
                    Labels = "true",
                    Centres = e.Centres == "training" ? null : e.Centres,
                    Kernel = e.Kernel,
                    Gamma = e.Gamma,
                    Features = null,
                    Filters = e.Filters,
                    Ridge = e.Ridge,
                    Solver = "direct",
                    Precision = "float64",
                    Seed = e.Seed,
                    TestErrors = (int)(error * testCount),
                    TestErrorRate = error,
                    TrainErrors = 0,
                    Norm = 145.1,
                    NormPerOutput = [],
                    MaxResidual = 0,
                    RelativeResidual = 0,
                    Iterations = null,
                    ConditionEstimate = null,
                    Seconds = new KernelSeconds(null, null, null, null, null, null, 60),
                    FactorGflops = null,
                    MatmulGflops = 90,
                    PredictedBytes = 0,
                    PeakBytes = 0,
                    SpilledBytes = 0,
                },
            }
        );

    public static Run Finished(RandomFeatureExperiment e, double error, int testCount = 10_000) =>
        new(
            e,
            RunStatus.Finished,
            [],
            Result(e) with
            {
                Numbers = new RandomFeatureResult
                {
                    Dataset = e.Dataset,
                    N = e.N,
                    TestCount = testCount,
                    FeatureCount = e.FeatureCount,
                    Ridge = e.Ridge,
                    Seed = e.Seed,
                    TrainErrors = 0,
                    TrainErrorRate = 0,
                    TestErrors = (int)(error * testCount),
                    TestErrorRate = error,
                    Norm = 10,
                    Rank = e.Ridge > 0 ? null : Math.Min(e.N, e.FeatureCount),
                    Seconds = 1,
                },
            }
        );

    public static Run Finished(FiniteSampleExperiment e, int d = 3072) =>
        new(
            e,
            RunStatus.Finished,
            [],
            Result(e) with
            {
                Numbers = new FiniteSampleResult
                {
                    N = e.N,
                    D = d,
                    Outputs = 1,
                    Depth = e.Depth,
                    Width = e.N,
                    Weights = 2L * e.N + d,
                    MaxError = 1e-13,
                    ModuleMaxError = 1e-13,
                    MinGap = 1,
                    SmallestEigenvalue = 1,
                    LargestWeight = 1,
                    WeightBound = 1,
                    Directions = 8,
                    PeakBytes = 0,
                    Seconds = new FiniteSampleResultSeconds(0, 0, 0, 0, 0, 0),
                    WeightsError = 1e-13,
                    ModuleErrorBound = 1e-9,
                    ModulePoints = e.N,
                    ModuleRemark = null,
                },
            }
        );

    /// <summary>SGD from zero ends near the least norm, and Gabor features have the larger norm and the fewer errors.</summary>
    public static Run Finished(LeastNormExperiment e, double distance = 1e-6) =>
        new(
            e,
            RunStatus.Finished,
            [],
            Result(e) with
            {
                Numbers = new LeastNormResult(
                    40,
                    784,
                    1000,
                    [
                        new("least norm", null, 0, 1.5, 0, 0, 330),
                        new("SGD from 0", e.Epochs / 10, 1e-12, 1.5, distance, 0, 330),
                        new("gradient descent from the null space", e.Epochs, 1e-12, 3, 2.7, 0, 362),
                    ],
                    new HessianResult(784, 40, 90, 0.5),
                    [new("pixels", 784, 1.5, 330), new("gabor", 1176, 5.7, 300)]
                ),
            }
        );

    /// <summary>Every experiment of a list, with results that are fitted on as many images as it asks for.</summary>
    public static Run Finished(Experiment experiment) =>
        experiment switch
        {
            TrainingExperiment e => Finished(e, e.Corruption == "random-labels" ? 0.1 : 0.5, e.Train ?? 50_000, e.Test ?? 10_000),
            KernelExperiment e => Finished(
                e,
                0.2,
                (e.Train ?? (e.Dataset == "mnist" ? 60_000 : 50_000)) + (e.Appended ?? 0),
                e.Test ?? 10_000 - (e.Appended ?? 0)
            ),
            RandomFeatureExperiment e => Finished(e, 0.2),
            LeastNormExperiment e => Finished(e),
            _ => Finished((FiniteSampleExperiment)experiment),
        };

    private static RunResult Result(Experiment experiment) =>
        new()
        {
            Experiment = experiment,
            DataHash = new string('a', 64),
            DataVerified = true,
            WeightsHash = new string('b', 64),
            Version = "0.1.0",
            Device = "cpu, 2 processors",
            Threads = 2,
            Finished = "2026-01-02T03:04:05Z",
            Seconds = 75,
        };
}
