using Generalization.Experiments;
using Generalization.Experiments.Kinds.FiniteSamples;
using Generalization.Experiments.Kinds.KernelInterpolation;
using Generalization.Experiments.Kinds.LeastNorm;
using Generalization.Experiments.Kinds.NetworkTraining;
using Generalization.Experiments.Running;
using Generalization.Experiments.Store;
using Generalization.Files;
using Generalization.Tests.Support;

namespace Generalization.Tests.Running;

[NoTensorLeaks]
public sealed class KeptDetailsTests : IDisposable
{
    private readonly string root = Directory.CreateTempSubdirectory("details").FullName;

    public void Dispose() => Directory.Delete(root, recursive: true);

    private RunStore Store => RunStore.Open(root);

    private static ExperimentRunner Runner =>
        new(
            Tiny.Catalog,
            new RunnerOptions
            {
                KeepDetails = true,
                KeepNetworks = true,
                MeasureProducts = _ => 1e9,
            }
        );

    [Theory]
    [InlineData(6)]
    [InlineData(0)]
    public void A_training_keeps_its_steps_examples_and_network(int epochs)
    {
        var experiment = Tiny.Training with { Epochs = epochs };
        var result = Runner.Run(Store, experiment)!;
        var details = TrainingDetails.Read(Store.FolderOf(experiment));
        details.StepLosses.Should().HaveCount((int)result.Training!.Steps);
        details.FittedSince.Should().HaveCount(64).And.OnlyContain(e => e >= 0 && e <= epochs);
        var train = experiment.DataOf(Tiny.Catalog.LoadDataset("synthetic")).Train;
        details.Labels.Should().Equal(train.Labels.ToArray());
        details.TrueLabels.Should().Equal(train.TrueLabels.ToArray());
        details.Replaced.Should().Equal(train.Replaced.ToArray());
        details.Indices.Should().Equal(Enumerable.Range(0, 64).Select(i => (long)i));
        (details.Declaration!.LabelProbability, details.Declaration.DataHash).Should().Be((1, result.DataHash));
        using var kept = SafeTensors.Read(Path.Combine(Store.FolderOf(experiment), TrainingFiles.Network));
        TensorHash.Of(kept.Tensors).Should().Be(result.WeightsHash);
    }

    [Fact]
    public void Kernels_that_differ_in_their_labels_share_a_factorization_and_give_what_each_gives_alone()
    {
        KernelExperiment Of(string labels) =>
            Tiny.Kernel with
            {
                Solver = "iterative",
                Labels = labels,
                Probability = labels == "partial" ? 0.5 : null,
            };
        Experiment[] list = [Of("true"), Of("partial"), Of("random")];
        var together = Runner.Run(Store, [.. list]);
        together.Select(r => r.Kernel!.Labels).Should().Equal("true", "partial", "random");
        together.Select(r => r.Kernel!.Seconds).Distinct().Should().ContainSingle("the time is of all");
        ResidualHistory.Read(Store.FolderOf(list[0])).Should().HaveCount(together[0].Kernel!.Iterations!.Value);
        var alone = Runner.Run(RunStore.Open(Path.Combine(root, "alone")), list[2])!;
        alone.DataHash.Should().Be(together[2].DataHash);
        alone.Kernel!.Norm.Should().BeApproximately(together[2].Kernel!.Norm, 1e-4);
        new Action(() => Runner.Run(Store, [list[0], Tiny.Kernel with { Gamma = 1 }]))
            .Should()
            .Throw<ArgumentException>()
            .WithMessage("Experiments that are run together must share work, but * and * do not.*");
    }

    [Fact]
    public void A_construction_keeps_its_projection()
    {
        Runner.Run(Store, Tiny.FiniteSample);
        var curve = ProjectionCurve.Read(Store.FolderOf(Tiny.FiniteSample))!;
        (curve.Total, curve.Points.Length).Should().Be((20, 20));
        curve.Kinks.Select(k => k.At).Should().BeInAscendingOrder().And.Contain(curve.Points.Select(p => p.At));
        curve.Points.Select(p => Math.Round(p.Output, 6)).Distinct().Should().BeSubsetOf([-1.0, 1.0]);
    }

    [Fact]
    public void A_least_norm_experiment_gives_its_ways_and_keeps_them()
    {
        var experiment = new LeastNormExperiment
        {
            Dataset = "fashion-mnist-mini",
            N = 10,
            Test = 50,
            Epochs = 200,
        };
        var result = Runner.Run(Store, experiment)!.LeastNorm!;
        (result.N, result.D, result.TestCount, result.Hessian.Rank).Should().Be((10, 784, 50, 10));
        result.Interpolants.Select(i => i.Epochs).Should().Equal(null, 200, 20, 200);
        var paths = DescentPaths.Read(Store.FolderOf(experiment));
        paths.Select(p => p.Points.Length).Should().Equal(201, 21, 201);
        paths[0].Points[^1].Distance.Should().Be(result.Interpolants[1].Distance);
        Store.Read(experiment).Result!.LeastNorm.Should().BeEquivalentTo(result);
    }
}
