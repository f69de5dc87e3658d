using Generalization.Data;
using Generalization.Data.Synthetic;
using Generalization.Experiments;
using Generalization.Experiments.Running;
using Generalization.Inputs;
using Generalization.Kernels.Features;
using Generalization.Kernels.Functions;
using Generalization.Kernels.LeastNorm;
using Generalization.Kernels.Points;
using Generalization.Kernels.Regression;
using Generalization.Kernels.Solvers;
using Generalization.Models;
using Generalization.Models.Layers;
using Generalization.Torch;
using Generalization.Training;
using Generalization.Training.Schedules;
using MathNet.Numerics.LinearAlgebra;
using TorchSharp;

namespace Generalization.Tests.EnvironmentWorker;

/// <summary>What each way into the library says where libtorch is missing: each in a process of its own would be the same.</summary>
internal static class Doors
{
    private static readonly TrainTestData Data = new SyntheticImages(new ImageShape(3, 12, 12), 2).Create(8, 4, 1);
    private static readonly TrainingOptions Training = new(new ConstantRate(0.1));
    private static readonly double[,] Rows = new double[3, 2];

    private static readonly (string Name, Action Enter)[] Ways =
    [
        ("PointSet.Of(double[,])", () => PointSet.Of(Rows)),
        ("PointSet.Of(Matrix)", () => PointSet.Of(Matrix<double>.Build.Dense(3, 2))),
        ("PointSet.Of(Dataset)", () => PointSet.Of(Data.Train)),
        ("PointSet.Of(PointRows)", () => PointSet.Of(PointRows.Of(Rows))),
        ("SolverOptions", () => _ = new SolverOptions()),
        ("SolverPlan.For", () => SolverPlan.For(5, 5)),
        ("ProductRate.Measure", () => ProductRate.Measure()),
        ("KernelLearner.Fit", () => new KernelLearner(new GaussianKernel(0.1)).Fit(Data.Train, 0)),
        ("LeastNormLearner.Fit", () => new LeastNormLearner().Fit(Data.Train, 0)),
        ("GaborFeatures", () => GaborFeatures.Create(Data.Shape).Block(0, Data.Train)),
        ("RandomConvolution.Fit", () => RandomConvolution.Fit(Data.Train, new RandomConvolutionOptions(), 0)),
        ("InputPipeline.Batches", () => new InputPipeline().Batches(Data.Train, 0)),
        ("InputPipeline.Prepare", () => new InputPipeline().Prepare(Data.Train)),
        ("ToTensor", () => Data.Train.Pixels.ToTensor(0, 2)),
        ("MultilayerPerceptron", () => MultilayerPerceptron.Create(Data.Shape, 2, 0, 8)),
        ("SmallInception", () => SmallInception.Create(new ImageShape(3, 28, 28), 10, 0)),
        ("SmallAlexNet", () => SmallAlexNet.Create(new ImageShape(3, 28, 28), 10, 0)),
        ("SeededDropout", () => _ = new SeededDropout(0.5, 1, 2)),
        ("NetworkLearner", () => _ = new NetworkLearner(new NetworkRecipe("own", (_, _, _) => new Own(), Training), new InputPipeline())),
        ("RunnerOptions", () => _ = new RunnerOptions()),
        ("ExperimentRunner", () => _ = new ExperimentRunner(ExperimentCatalog.Paper())),
        ("TorchBackend.Device", () => TorchBackend.Device("cpu")),
        ("TorchBackend.EnsureLoaded", TorchBackend.EnsureLoaded),
        ("TorchRuntime.AllowTf32", () => TorchRuntime.AllowTf32(false)),
        ("TorchRuntime.RequireDeterministicConvolutions", () => TorchRuntime.RequireDeterministicConvolutions(true)),
        ("MachineReport.Now", () => MachineReport.Now()),
    ];

    public static IEnumerable<string> All() => Ways.Select(w => $"door {w.Name}: {Said(w.Enter)}");

    private static string Said(Action enter)
    {
        try
        {
            enter();
            return "nothing";
        }
        catch (Exception e)
        {
            return $"{e.GetType().Name} {e.Message}";
        }
    }

    private sealed class Own : torch.nn.Module<torch.Tensor, torch.Tensor>
    {
        public Own()
            : base("own") { }

        public override torch.Tensor forward(torch.Tensor input) => input;
    }
}
