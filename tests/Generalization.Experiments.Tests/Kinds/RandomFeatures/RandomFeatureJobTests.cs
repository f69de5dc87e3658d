using Generalization.Experiments;
using Generalization.Experiments.Kinds;
using Generalization.Experiments.Kinds.RandomFeatures;
using Generalization.Experiments.Running;
using Generalization.Experiments.Store;
using Generalization.Kernels.Features;
using Generalization.Kernels.LeastNorm;
using Generalization.Kernels.Solvers;
using Generalization.Learning;
using Generalization.Tests.Support;

namespace Generalization.Tests.Kinds.RandomFeatures;

/// <summary>Double descent: the error rises to a peak at as many features as images and falls again.</summary>
public sealed class RandomFeatureJobTests : IDisposable
{
    private static readonly RandomFeatureExperiment Small = new() { Dataset = "fashion-mnist-mini", N = 150 };
    private readonly string root = Directory.CreateTempSubdirectory().FullName;

    public void Dispose() => Directory.Delete(root, recursive: true);

    [Fact]
    public void The_error_peaks_where_there_are_as_many_features_as_images_and_a_ridge_removes_the_peak()
    {
        int[] counts = [30, 75, 135, 150, 165, 300, 1500];
        var least = counts.Select(count => Run(Small with { FeatureCount = count })).ToArray();
        least.MaxBy(r => r.TestErrorRate)!.FeatureCount.Should().BeInRange(135, 165);
        var (peak, last) = (least.Max(r => r.TestErrorRate), least[^1].TestErrorRate);
        peak.Should().BeGreaterThan(2 * last);
        least.MaxBy(r => r.Norm)!.FeatureCount.Should().Be(150);
        least.Where(r => r.FeatureCount >= 150).Should().OnlyContain(r => r.TrainErrors == 0);
        // Some features are 0 on all images.
        least.Should().OnlyContain(r => r.Rank > 0.95 * Math.Min(r.FeatureCount, 150) && r.Rank <= Math.Min(r.FeatureCount, 150));
        var ridged = counts.Select(count => Run(Small with { FeatureCount = count, Ridge = 0.01 })).ToArray();
        ridged.Max(r => r.TestErrorRate).Should().BeLessThan(0.7 * peak);
        ridged.Select(r => r.Rank).Should().OnlyContain(r => r == null);
        ridged.Zip(least).Should().OnlyContain(p => p.First.Norm < p.Second.Norm);
    }

    [Fact]
    public void Its_numbers_are_those_of_the_least_norm_learner_on_the_same_features()
    {
        var data = Tiny.Catalog.LoadDataset(Small.Dataset).Take(60, null);
        var learner = new LeastNormLearner { Features = (set, seed, _) => RandomReluFeatures.Create(set.Shape, 90, seed) };
        using var fitted = learner.Fit(data.Train, seed: 6);
        var result = Run(Small with { N = 60, FeatureCount = 90, Seed = 6 });
        (result.TrainErrors, result.TestErrors).Should().Be((fitted.Errors(data.Train), fitted.Errors(data.Test)));
        (result.N, result.TestCount, result.TestErrorRate).Should().Be((60, data.Test.Count, (double)result.TestErrors / data.Test.Count));
    }

    [Fact]
    public void It_is_written_read_and_said()
    {
        var e = Small with { FeatureCount = 2000, Ridge = 0.01, Test = 100 };
        ((RandomFeatureExperiment)KnownKinds.All.Parse(e.ToJson())).Should().Be(e);
        e.Words.Should().Be("least squares on 2,000 random ReLU features of 150 images of fashion-mnist-mini, ridge 0.01, seed 0");
        var run = new ExperimentRunner(Tiny.Catalog).Run(RunStore.Open(root), e)!;
        RunStore.Open(root).Read(e).Result!.RandomFeatures.Should().Be(run.RandomFeatures);
        var columns = e.Kind.Columns.ToDictionary(c => c.Name, c => c.Of(RunStore.Open(root).Read(e)));
        (columns["featureCount"], columns["featureRidge"], columns["featureNorm"]).Should().Be((2000, 0.01, run.RandomFeatures!.Norm));
        e.Kind.Describe(run.Numbers!).Should().MatchRegex(@"^test error \d+\.\d %, ‖w‖ [\d.]+$");
        new Action(() => _ = e with { FeatureCount = 0 })
            .Should()
            .Throw<ArgumentException>()
            .WithMessage("featureCount must be at least 1, but was 0.");
        new Action(() => _ = e with { Ridge = -1 })
            .Should()
            .Throw<ArgumentException>()
            .WithMessage("ridge must be at least 0, but was -1.");
    }

    [Fact]
    public void What_does_not_fit_in_memory_is_left_for_another_machine()
    {
        var runner = new ExperimentRunner(Tiny.Catalog, new RunnerOptions { Memory = 1_000_000 });
        new Action(() => runner.Run(RunStore.Open(root), Small with { FeatureCount = 5000 }))
            .Should()
            .Throw<MemoryLimitException>()
            .WithMessage(
                "Least squares on 5000 features of 150 images needs 0.01 GB, but the limit is 0.00 GB; allow "
                    + "more, or take fewer features or images."
            );
    }

    [FullDataFact("mnist")]
    public void Mnist_with_1000_images_peaks_within_a_tenth_of_n_at_four_times_the_error_of_ten_n()
    {
        var mnist = new RandomFeatureExperiment { Dataset = "mnist" };
        int[] counts = [300, 700, 900, 950, 1000, 1050, 1100, 1500, 10_000];
        var runner = new ExperimentRunner(ExperimentCatalog.Paper(FullDataFactAttribute.Root));
        double[] Errors(double ridge) =>
            [
                .. counts.Select(c =>
                    runner.Run(RunStore.Open(root), mnist with { FeatureCount = c, Ridge = ridge })!.RandomFeatures!.TestErrorRate
                ),
            ];
        var errors = Errors(0);
        counts[Array.IndexOf(errors, errors.Max())].Should().BeInRange(900, 1100);
        errors.Max().Should().BeGreaterThan(4 * errors[^1]).And.BeGreaterThan(0.8);
        errors[0].Should().BeApproximately(0.2, 0.03);
        errors[^1].Should().BeApproximately(0.1, 0.01);
        var ridged = Errors(0.01);
        ridged.Should().OnlyContain(e => e < 0.2, "a ridge removes the peak");
    }

    private RandomFeatureResult Run(RandomFeatureExperiment e) =>
        new ExperimentRunner(Tiny.Catalog).Run(RunStore.Open(root), e)!.RandomFeatures!;
}
