using Generalization.Experiments;
using Generalization.Experiments.Kinds.KernelInterpolation;
using Generalization.Experiments.Running;
using Generalization.Experiments.Store;
using Generalization.Kernels.Functions;
using Generalization.Kernels.Points;
using Generalization.Kernels.Regression;
using Generalization.Tests.Support;

namespace Generalization.Tests.Kinds.KernelInterpolation;

/// <summary>Labels become 0 and 1, or −1 and 1.</summary>
public sealed class KernelTargetsTests : IDisposable
{
    private readonly string root = Directory.CreateTempSubdirectory().FullName;

    public void Dispose() => Directory.Delete(root, recursive: true);

    [Theory]
    [InlineData("gamma", "the kernel is linear")]
    [InlineData("degree", "the kernel is gaussian")]
    [InlineData("offset", "the kernel is arc-cosine")]
    [InlineData("tolerance", "the direct solver in float64 is exact")]
    [InlineData("precision", "the iterative solver has one of its own")]
    public void What_would_not_be_used_is_the_experiments_error(string said, string reason)
    {
        var e = said switch
        {
            "gamma" => Tiny.Kernel with { Kernel = "linear", Gamma = 0.1 },
            "degree" => Tiny.Kernel with { Degree = 2 },
            "offset" => Tiny.Kernel with { Kernel = "arc-cosine", Offset = 2 },
            "precision" => Tiny.Kernel with { Solver = "iterative", Precision = "mixed" },
            _ => Tiny.Kernel with { Tolerance = 1e-3 },
        };
        new ExperimentRunner(Tiny.Catalog)
            .Run(RunStore.Open(root), e)!
            .Error.Should()
            .Be($"{said} must be left out where it would not be used, but it was given and {reason}; leave one of the two out.");
    }

    [Fact]
    public void Both_codings_share_a_factorization_and_have_their_own_norms()
    {
        Experiment[] experiments = [Tiny.Kernel, Tiny.Kernel with { Targets = "signs" }];
        experiments[0].Kind.ShareWork(experiments[0], experiments[1]).Should().BeTrue();
        var results = new ExperimentRunner(Tiny.Catalog).Run(RunStore.Open(root), [.. experiments]);
        var train = Tiny.Kernel.DataOf(Tiny.Catalog.LoadDataset("synthetic")).Train;
        using var points = PointSet.Of(train);
        foreach (var (result, targets) in results.Zip(new[] { train.OneHot(), train.PlusMinusOne() }))
            result
                .Kernel!.Norm.Should()
                .BeApproximately(KernelRegression.Fit(new GaussianKernel(), points, [targets]).Fits[0].Solution.Norm, 1e-9);
        results[1].Kernel!.Norm.Should().BeGreaterThan(results[0].Kernel!.Norm);
        (results[0].Kernel!.Targets, results[1].Kernel!.Targets, results[1].Kernel!.TrainErrors).Should().Be((null, "signs", 0));
        experiments[1].Words.Should().Be("gaussian kernel on pixels of 40 images of synthetic, true labels as ±1, seed 0");
    }
}
