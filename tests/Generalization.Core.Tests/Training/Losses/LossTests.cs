using CsCheck;
using Generalization.Inputs;
using Generalization.Randomness;
using Generalization.Tests.Support;
using Generalization.Tests.Training.Updates;
using Generalization.Training.Losses;
using Generalization.Training.Metrics;
using static TorchSharp.torch;

namespace Generalization.Tests.Training.Losses;

/// <summary>Losses and metrics against their formulas, example by example in float64.</summary>
[NoTensorLeaks]
public class LossTests
{
    private static void Each(Func<double[][], long[], Tensor, Batch, bool> holds) =>
        Gen.Select(Gen.Int[1, 6], Gen.Int[2, 5], Gen.UInt)
            .Sample(
                (n, k, seed) =>
                {
                    using var scope = NewDisposeScope();
                    var random = new RandomKey(seed, RandomPurpose.Custom).Stream(0);
                    var outputs = Bag.Gaussian([n, k], ref random);
                    var labels = new long[n];
                    for (var i = 0; i < n; i++)
                        labels[i] = random.NextInt32(k);
                    using var batch = Of(n, labels, null);
                    var rows = outputs.data<float>().ToArray().Chunk(k).Select(r => r.Select(v => (double)v).ToArray()).ToArray();
                    return holds(rows, labels, outputs, batch);
                },
                iter: 60,
                threads: 1
            );

    [Theory]
    [InlineData(0)]
    [InlineData(0.1)]
    [InlineData(0.9)]
    public void Cross_entropy_with_smoothed_labels(double smoothing) =>
        Each(
            (rows, labels, outputs, batch) =>
            {
                var k = rows[0].Length;
                var sum = 0.0;
                for (var i = 0; i < rows.Length; i++)
                {
                    var all = Math.Log(rows[i].Sum(Math.Exp));
                    for (var c = 0; c < k; c++)
                        sum -= ((c == labels[i] ? 1 - smoothing : 0) + smoothing / k) * (rows[i][c] - all);
                }

                return Is(new CrossEntropy(smoothing), outputs, batch, sum);
            }
        );

    [Fact]
    public void Squared_error_on_one_hot_labels() =>
        Each(
            (rows, labels, outputs, batch) =>
                Is(
                    new SquaredError(),
                    outputs,
                    batch,
                    rows.Select((r, i) => r.Select((f, c) => Math.Pow(f - (c == labels[i] ? 1 : 0), 2)).Sum()).Sum()
                )
        );

    [Fact]
    public void Squared_error_on_real_targets()
    {
        using var scope = NewDisposeScope();
        using var batch = Of(2, [0, 0], tensor(new float[] { 1, 2, 3, 4 }, [2, 2]));
        Is(new SquaredError(), tensor(new float[] { 0, 2, 5, 1 }, [2, 2]), batch, 1 + 0 + 4 + 9).Should().BeTrue();
        new SquaredError().OutputCount(10, 2).Should().Be(2);
        new SquaredError().OutputCount(10, null).Should().Be(10);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(9)]
    public void The_share_within_the_k_largest(int k) =>
        Each(
            (rows, labels, outputs, batch) =>
                new TopK(k).Sum(outputs, batch).item<long>() == rows.Where((r, i) => r.Count(f => f > r[(int)labels[i]]) < k).Count()
        );

    [Fact]
    public void Words_and_ranges()
    {
        new CrossEntropy(0.1).Describe().Should().Be("cross-entropy, label smoothing 0.1");
        new SquaredError().Describe().Should().Be("squared-error");
        (new TopK(5).Name, new TopK(5).Describe()).Should().Be(("top-5", "top-5"));
        FluentActions
            .Invoking(() => new CrossEntropy(1))
            .Should()
            .Throw<ArgumentOutOfRangeException>()
            .WithMessage("LabelSmoothing must lie in [0, 1), but was 1.*");
        FluentActions
            .Invoking(() => new TopK(0))
            .Should()
            .Throw<ArgumentOutOfRangeException>()
            .WithMessage("K must be at least 1, but was 0.*");
    }

    private static bool Is(Loss loss, Tensor outputs, Batch batch, double sum) =>
        Math.Abs(loss.Sum(outputs, batch).item<float>() - sum) < 1e-4 * (1 + Math.Abs(sum))
        && Math.Abs(loss.Mean(outputs, batch).item<float>() - sum / batch.Count) < 1e-4 * (1 + Math.Abs(sum));

    private static Batch Of(int n, long[] labels, Tensor? targets) =>
        new(arange(n, ScalarType.Int64), new long[n], 1, zeros(n, 1), tensor(labels), targets);
}
