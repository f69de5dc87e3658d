using Generalization.Experiments;
using Generalization.Experiments.Kinds.KernelInterpolation;
using Generalization.Experiments.Running;
using Generalization.Experiments.Store;
using Generalization.Tests.Support;

namespace Generalization.Tests.Kinds.KernelInterpolation;

/// <summary>A kernel's centres at random points.</summary>
public sealed class KernelCentresTests : IDisposable
{
    private readonly string root = Directory.CreateTempSubdirectory().FullName;

    public void Dispose() => Directory.Delete(root, recursive: true);

    [Fact]
    public void They_fit_with_a_larger_norm_and_several_labels_share_a_factorization()
    {
        var e = new KernelExperiment
        {
            Dataset = "fashion-mnist-mini",
            Train = 150,
            Centres = "gaussian",
        };
        Experiment[] list = [e, e with { Labels = "random" }, e with { Targets = "signs" }];
        list.Skip(1).Should().OnlyContain(other => e.Kind.ShareWork(e, other));
        e.Kind.ShareWork(e, e with { Centres = "uniform" }).Should().BeFalse();
        var store = RunStore.Open(root);
        var runner = new ExperimentRunner(Tiny.Catalog);
        var kernels = runner.Run(store, [.. list]).Select(r => r.Kernel!).ToArray();
        kernels
            .Select(k => (k.TrainErrors, k.Centres, k.Labels, k.Solver, k.Precision))
            .Should()
            .Equal(
                (0, "gaussian", "true", "direct", "float64"),
                (0, "gaussian", "random", "direct", "float64"),
                (0, "gaussian", "true", "direct", "float64")
            );
        var least = runner.Run(store, e with { Centres = "training" })!.Kernel!;
        kernels[0].Norm.Should().BeGreaterThan(5 * least.Norm);
        (least.Centres, KernelResult.ToJson([least]).Contains("centres", StringComparison.Ordinal)).Should().Be((null, false));
        e.Words.Should().Be("gaussian kernel on pixels of 150 images of fashion-mnist-mini, true labels, gaussian random centres, seed 0");
    }

    [Fact]
    public void A_seed_draws_others()
    {
        var e = Tiny.Kernel with { Centres = "uniform", Gamma = 0.5 };
        var runner = new ExperimentRunner(Tiny.Catalog);
        var norms = new ulong[] { 0, 0, 1 }
            .Select((seed, i) => runner.Run(RunStore.Open(Path.Combine(root, $"{i}")), e with { Seed = seed })!.Kernel!.Norm)
            .ToArray();
        norms.Distinct().Should().HaveCount(2);
    }

    [Theory]
    [InlineData("none", "direct", "float64", 0.5)]
    [InlineData("gabor", "direct", "float64", 0)]
    [InlineData("none", "iterative", "float64", 0)]
    [InlineData("none", "direct", "mixed", 0)]
    public void What_random_centres_cannot_have_is_refused_at_the_door(string features, string solver, string precision, double ridge)
    {
        var e = Tiny.Kernel with { Centres = "gaussian", Features = features, Solver = solver, Precision = precision, Ridge = ridge };
        new ExperimentRunner(Tiny.Catalog)
            .Run(RunStore.Open(root), e)!
            .Error.Should()
            .Be(
                "Random centres need pixels, the direct solver in float64 and no ridge, but the features "
                    + $"were {features}, the solver {solver}, "
                    + FormattableString.Invariant($"the precision {precision} and the ridge {ridge}.")
            );
        new Action(() => _ = e with { Centres = "normal" })
            .Should()
            .Throw<ArgumentException>()
            .WithMessage("centres must be one of training, gaussian, uniform, but was normal.");
    }

    [Fact]
    public void A_singular_matrix_is_a_result()
    {
        var result = new ExperimentRunner(Tiny.Catalog).Run(
            RunStore.Open(root),
            Tiny.Kernel with
            {
                Kernel = "linear",
                Centres = "gaussian",
            }
        )!;
        result
            .Error.Should()
            .StartWith("The kernel's matrix between the training points and the centres must be regular, but it is singular");
    }

    [FullDataFact("mnist")]
    public void Mnist_with_random_centres_has_norms_of_the_size_that_was_measured_elsewhere()
    {
        var mnist = new KernelExperiment
        {
            Dataset = "mnist",
            Train = 4000,
            Test = 2000,
        };
        var runner = new ExperimentRunner(ExperimentCatalog.Paper(FullDataFactAttribute.Root));
        foreach (var (centres, elsewhere) in new[] { ("gaussian", 2.9e4), ("uniform", 5e6) })
        {
            var kernels = new ulong[] { 0, 1, 2 }
                .Select(seed => runner.Run(RunStore.Open(root), mnist with { Centres = centres, Seed = seed })!.Kernel!)
                .ToArray();
            kernels.Should().OnlyContain(k => k.TrainErrors == 0);
            kernels.Should().OnlyContain(k => k.TestErrorRate >= 0.83 && k.TestErrorRate < 0.93);
            // The least norm is 39.4. The smallest singular value of a random square matrix, which decides these, is as good as 0 at times.
            kernels.Should().OnlyContain(k => k.Norm > 100 * 39.4);
            (kernels.Select(k => k.Norm).Order().ElementAt(1) / elsewhere).Should().BeInRange(0.25, 4, centres);
        }
    }
}
