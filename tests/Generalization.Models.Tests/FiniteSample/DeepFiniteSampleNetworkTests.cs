using CsCheck;
using Generalization.Data;
using Generalization.Models.FiniteSample;
using Generalization.Tests.Support;
using static TorchSharp.torch;

namespace Generalization.Tests;

[NoTensorLeaks]
public class DeepFiniteSampleNetworkTests
{
    [Fact]
    public void Takes_any_targets_on_any_points_as_the_shallow_network_does() =>
        Gen.Select(RandomSample.Any, Gen.Int[3, 13])
            .Sample(
                (sample, depth) =>
                {
                    var deep = DeepFiniteSampleNetwork.Fit(sample.Rows, sample.Targets, depth, 1);
                    var shallow = FiniteSampleNetwork.Fit(sample.Rows, sample.Targets, 1);
                    deep.Evaluate(sample.Rows).Should().BeEquivalentTo(shallow.Evaluate(sample.Rows), o => o.WithStrictOrdering());
                    deep.Evaluate(sample.Row(0))[0].Should().Be(sample.Targets[0]);
                    deep.Evidence.MaxError.Should().Be(0);
                    deep.Evidence.LargestWeight.Should().BeLessThanOrEqualTo(deep.Evidence.WeightBound);
                },
                iter: 200
            );

    [Fact]
    public void Width_and_weights_follow_the_formulas_and_the_module_agrees_within_the_bound() =>
        Gen.Select(RandomSample.Any, Gen.Int[3, 13], Gen.Int[1, 3])
            .Sample(
                (sample, depth, outputs) =>
                {
                    var targets = new double[sample.Count, outputs];
                    for (var i = 0; i < sample.Count; i++)
                    for (var o = 0; o < outputs; o++)
                        targets[i, o] = sample.Targets[i] * (o + 1);
                    var network = DeepFiniteSampleNetwork.Fit(sample.Rows, targets, depth, 2);
                    var (n, d, hidden) = (network.Evidence.DistinctCount, sample.Points.GetLength(1), depth - 1);
                    var blocks = Math.Min(hidden, n);
                    network.WeightCount.Should().Be(d + n + blocks - 1 + outputs * (n + blocks - 1) + (blocks > 1 ? outputs : 0));
                    (network.Depth, network.HiddenLayers).Should().Be((depth, hidden));
                    network.Widths.Should().HaveCount(hidden);
                    network.Width.Should().Be(network.Widths.Max()).And.BeLessThanOrEqualTo((n + hidden - 1) / hidden + 2 + outputs);
                    network.Widths.Sum().Should().Be(n + blocks - 1 + Math.Max(0, blocks - 2) + outputs * (blocks - 1) + hidden - blocks);

                    using var scope = NewDisposeScope();
                    using var module = network.ToModule();
                    module.parameters().Sum(p => p.numel()).Should().Be(network.WeightCount);
                    var output = module.call(tensor(sample.Points));
                    output.shape.Should().Equal(sample.Count, outputs);
                    var values = output.data<double>().ToArray();
                    for (var i = 0; i < values.Length; i++)
                        Math.Abs(values[i] - targets[i / outputs, i % outputs])
                            .Should()
                            .BeLessThanOrEqualTo(network.Evidence.ModuleErrorBound);
                },
                iter: 200
            );

    [Theory]
    [InlineData(3)]
    [InlineData(6)]
    public void The_module_is_the_function_off_the_points_too(int depth)
    {
        var points = Enumerable.Range(0, 40).Select(i => i + i % 3 * 0.25).ToArray();
        var targets = points.Select(x => Math.Cos(7 * x)).ToArray();
        var network = DeepFiniteSampleNetwork.Fit(PointRows.Of(points, 1), targets, depth, 0);
        var grid = Enumerable.Range(-300, 5000).Select(i => i / 100.0).ToArray();
        var expected = network.Evaluate(PointRows.Of(grid, 1));
        using var scope = NewDisposeScope();
        using var module = network.ToModule();
        var values = module.call(tensor(grid, [grid.Length, 1])).data<double>().ToArray();
        for (var i = 0; i < grid.Length; i++)
            values[i].Should().BeApproximately(expected[i, 0], 1e-9);
    }

    [Fact]
    public void Ten_hidden_layers_at_ten_thousand_points_are_exact_to_1e_minus_5_in_a_plain_forward_pass()
    {
        const int n = 10_000,
            d = 100,
            hidden = 10;
        var (pixels, targets) = RandomSample.Pixels(n, d, 11);
        var network = DeepFiniteSampleNetwork.Fit(PointRows.Of(pixels, d), targets, hidden + 1, 11);
        network.Width.Should().BeLessThanOrEqualTo(n / hidden + 3);
        network.WeightCount.Should().Be(2 * n + d + 2 * hidden - 1);
        using var scope = NewDisposeScope();
        using var none = no_grad();
        using var module = network.ToModule();
        var error = 0.0;
        for (var first = 0; first < n; first += 1000)
        {
            using var batch = NewDisposeScope();
            var output = module.call(tensor(pixels[(first * d)..((first + 1000) * d)], [1000, d])).data<double>().ToArray();
            for (var i = 0; i < output.Length; i++)
                error = Math.Max(error, Math.Abs(output[i] - targets[first + i]));
        }

        error.Should().BeLessThan(1e-5).And.BeLessThanOrEqualTo(network.Evidence.ModuleErrorBound);
    }

    [Fact]
    public void Points_that_coincide_once_counted_from_the_first_threshold_are_refused()
    {
        var points = PointRows.Of(new[] { -1e10, 1e-10, 2e-10 }, 1);
        FiniteSampleNetwork.Fit(points, [1, 2, 3], 0).Evidence.MaxError.Should().Be(0, "near 0 they are far apart");
        var thrown = FluentActions
            .Invoking(() => DeepFiniteSampleNetwork.Fit(points, [1, 2, 3], 3, 0))
            .Should()
            .Throw<ProjectionGapException>()
            .Which;
        (Math.Min(thrown.First, thrown.Second), Math.Max(thrown.First, thrown.Second), thrown.Gap).Should().Be((1, 2, 0));
    }

    [Fact]
    public void A_depth_below_three_is_refused_in_a_sentence() =>
        FluentActions
            .Invoking(() => DeepFiniteSampleNetwork.Fit(PointRows.Of(new double[1], 1), [1], 2, 0))
            .Should()
            .Throw<ArgumentOutOfRangeException>()
            .WithMessage("Depth must be at least 3, two hidden layers and the read-out, but was 2; depth 2 is FiniteSampleNetwork.*");
}
