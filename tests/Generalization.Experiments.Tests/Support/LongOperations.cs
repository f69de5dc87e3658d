using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Generalization.Corruption;
using Generalization.Data;
using Generalization.Data.Synthetic;
using Generalization.Experiments.Running;
using Generalization.Experiments.Store;
using Generalization.Files;
using Generalization.Inputs;
using Generalization.Kernels.Functions;
using Generalization.Kernels.LeastNorm;
using Generalization.Kernels.Regression;
using Generalization.Kernels.Solvers;
using Generalization.Learning;
using Generalization.Measures.Audits;
using Generalization.Measures.Complexity;
using Generalization.Measures.Probabilities;
using Generalization.Measures.Subsets;
using Generalization.Models;
using Generalization.Models.FiniteSample;
using Generalization.Training;
using Generalization.Training.Checkpoints;
using Generalization.Training.Schedules;

namespace Generalization.Tests.Support;

/// <summary>What takes long in the libraries, at a size of a second: each takes a folder for its files and a token, and gives a digest of
/// its result.</summary>
internal static class LongOperations
{
    private static readonly TrainTestData Data = new SyntheticImages(new ImageShape(3, 8, 8), 3).Create(1200, 200, seed: 1);
    private static readonly TrainTestData Small = new TrainTestData(Data.Train.Take(150), Data.Test.Take(50));
    private static readonly KernelLearner Kernel = new(new GaussianKernel(0.02)) { Solver = new SolverOptions { Ridge = 0.01 } };

    public static IReadOnlyDictionary<string, Func<string, CancellationToken, string>> All { get; } =
        new Dictionary<string, Func<string, CancellationToken, string>>
        {
            ["a training"] = (_, token) => Train(null, token),
            ["a training with checkpoints"] = (folder, token) => Train(new CheckpointOptions(folder) { Every = TimeSpan.Zero }, token),
            ["random pixels"] = (_, token) => Data.Train.Corrupted(token),
            ["a direct kernel"] = (_, token) => Fit(Kernel, token),
            ["a mixed kernel"] = (_, token) => Fit(With(o => o with { Precision = SolverPrecision.Mixed }), token),
            ["an iterative kernel"] = (_, token) => Fit(With(o => o with { Solver = KernelSolver.Iterative }), token),
            ["a kernel that spills"] = (folder, token) =>
                Fit(With(o => o with { Memory = 12L << 20, SpillFolder = folder, Tile = 128 }), token),
            ["a kernel with leave-one-out"] = (_, token) => Fit(With(o => o with { LeaveOneOut = true }), token),
            ["the least-norm solution"] = (_, token) => Fit(new LeastNormLearner(), token),
            ["the constructed network"] = (_, token) => Fit(new FiniteSampleLearner(), token),
            ["cross-validation"] = (_, token) =>
            {
                var table = CrossValidation.Run(Kernel, Small.Train, seed: 0, token: token).Table;
                return Digest([.. Enumerable.Range(0, table.Count).SelectMany(i => table.Row(i).ToArray())]);
            },
            ["subset runs"] = (folder, token) =>
            {
                var options = new SubsetRunOptions { Folder = folder };
                var runs = new SubsetRunner(Kernel, Small.Train, Small.Test, new SubsetDesign(0, 40), options).Run(token: token);
                return Digest([.. runs.Read().OrderBy(r => r.Number).Select(r => (double)r.TrainRight.Count(right => right))]);
            },
            ["Rademacher complexity"] = (_, token) =>
                Digest([
                    .. RademacherComplexity
                        .Measure(Kernel, Small.Train, seed: 0, new RademacherOptions { Draws = 20 }, token: token)
                        .Draws.Select(d => d.Correlation ?? d.Accuracy),
                ]),
            ["stability"] = (_, token) =>
            {
                var data = StabilityData.FromTest(Small, 20, seed: 0);
                var measured = UniformStability.Measure(Kernel, data, seed: 0, new StabilityOptions { Draws = 10 }, token: token);
                return string.Join(";", measured.Replaced);
            },
            ["an audit"] = (folder, token) =>
            {
                var result = new Audit { Tier = AuditTier.Quick, Folder = folder }.Run(Kernel, Small, token: token);
                return result.Verdict;
            },
            ["a sweep"] = (folder, token) =>
            {
                var experiments = Tiny.Trainings(4, epochs: 60);
                var store = RunStore.Open(folder);
                new SweepRunner(store, new ExperimentRunner(Tiny.Catalog)).Run([.. experiments, Tiny.Kernel], token: token);
                // A sweep that is stopped says so by what is unfinished.
                token.ThrowIfCancellationRequested();
                return string.Join("\n", experiments.Select(e => Tiny.Lasting(store.Read(e))));
            },
        };

    private static string Corrupted(this Dataset data, CancellationToken token) =>
        new RandomPixels().Apply(data, 3, token).ContentHash.ToString();

    private static KernelLearner With(Func<SolverOptions, SolverOptions> change) => Kernel with { Solver = change(Kernel.Solver) };

    private static string Train(CheckpointOptions? kept, CancellationToken token)
    {
        var input = new InputPipeline(new PerImageStandardization());
        var options = new TrainingOptions(new ConstantRate(0.01))
        {
            BatchSize = 16,
            Epochs = 6,
            StopWhen = [],
        };
        using var network = MultilayerPerceptron.Create(input.ShapeOf(Data), 3, 4, 64);
        new Trainer(options).Fit(network, Data, input, seed: 0, token: token, checkpoints: kept);
        return TensorHash.Of(network.state_dict());
    }

    private static string Fit(ILearner learner, CancellationToken token)
    {
        var fitted = learner.Fit(Data.Train, seed: 0, token: token);
        using (fitted as IDisposable)
            return Digest([.. fitted.Predict(Data.Test, token).Cast<double>()]);
    }

    private static string Digest(double[] values) =>
        string.Create(CultureInfo.InvariantCulture, $"{values.Length} {Hash(MemoryMarshal.AsBytes<double>(values))}");

    private static string Hash(ReadOnlySpan<byte> bytes) => Convert.ToHexString(SHA256.HashData(bytes));
}
