using CsCheck;
using Generalization.Data;
using Generalization.Models.FiniteSample;
using Generalization.Tests.Support;
using MathNet.Numerics.LinearAlgebra;
using static TorchSharp.torch;
using BigInteger = System.Numerics.BigInteger;

namespace Generalization.Tests;

[NoTensorLeaks]
public class FiniteSampleNetworkTests
{
    [Fact]
    public void Takes_any_targets_on_any_points() =>
        RandomSample.Any.Sample(
            sample =>
            {
                var network = FiniteSampleNetwork.Fit(sample.Rows, sample.Targets, 1);
                var fitted = network.Evaluate(sample.Rows);
                for (var i = 0; i < sample.Count; i++)
                {
                    fitted[i, 0].Should().Be(sample.Targets[i], "a piece is counted from the point");
                    network.Evaluate(sample.Row(i))[0].Should().Be(sample.Targets[i]);
                }

                var evidence = network.Evidence;
                evidence.MaxError.Should().Be(0);
                // What rounding a steep weight costs at the end of its own piece, and nothing of the pieces before: a steep weight and a
                // long piece meet where points cluster.
                var rounding = Enumerable
                    .Range(0, evidence.DistinctCount)
                    .Max(j => Math.Abs(network.Weights[j]) * (network.Projections[j] - network.Thresholds[j]));
                evidence.WeightsError.Should().BeLessThanOrEqualTo(Math.ScaleB(rounding, -52) + 1e-300);
                evidence.LargestWeight.Should().BeLessThanOrEqualTo(evidence.WeightBound);
                (evidence.Count, network.WeightCount).Should().Be((sample.Count, 2L * evidence.DistinctCount + sample.Points.GetLength(1)));
                for (var j = 0; j < evidence.DistinctCount; j++)
                {
                    network.Thresholds[j].Should().BeLessThan(network.Projections[j]);
                    if (j > 0)
                        network.Thresholds[j].Should().BeGreaterThan(network.Projections[j - 1]);
                }
            },
            iter: 300
        );

    [Fact]
    public void The_error_of_the_rounded_weights_is_that_of_exact_arithmetic() =>
        RandomSample.Any.Sample(
            sample =>
            {
                var network = FiniteSampleNetwork.Fit(sample.Rows, sample.Targets, 3);
                var (x, b, w) = (
                    network.Projections.Select(Exact).ToArray(),
                    network.Thresholds.Select(Exact).ToArray(),
                    network.Weights.Select(Exact).ToArray()
                );
                var (worst, terms) = (0.0, 0.0);
                for (var i = 0; i < x.Length; i++)
                {
                    var error = -(Exact(network.EvaluateProjection(network.Projections[i])[0]) << FractionBits);
                    for (var j = 0; j <= i; j++)
                        error += w[j] * (x[i] - b[j]);
                    worst = Math.Max(worst, Math.Abs(Rounded(error)));
                    terms = Math.Max(terms, Math.Abs(Rounded(w[i] * (x[i] - b[i]))));
                }

                network.Evidence.WeightsError.Should().BeApproximately(worst, 1e-6 * worst + Math.ScaleB(terms, -90));
            },
            iter: 100
        );

    [Fact]
    public void Weights_are_those_of_forward_substitution_and_of_a_dense_solver() =>
        Gen.Select(Gen.Int[1, 30], Gen.Int[1, 5], Gen.ULong)
            .Sample(
                (n, d, seed) =>
                {
                    var (pixels, targets) = RandomSample.Pixels(n, 8 * d, seed);
                    var network = FiniteSampleNetwork.Fit(
                        PointRows.Of(pixels, 8 * d),
                        targets,
                        seed,
                        new FiniteSampleOptions { Directions = 30 }
                    );
                    var system = System(network);
                    // In the order of the projections, which Evaluate knows.
                    var sorted = network.Projections.Select(x => network.EvaluateProjection(x)[0]).ToArray();
                    var scale = network.Evidence.LargestWeight;
                    var dense = system.Solve(Vector<double>.Build.Dense(sorted));
                    var forward = ForwardSubstitution(system, sorted);
                    for (var j = 0; j < n; j++)
                    {
                        network.Weights[j].Should().BeApproximately(forward[j], 1e-9 * scale);
                        network.Weights[j].Should().BeApproximately(dense[j], 1e-9 * scale);
                    }
                },
                iter: 100
            );

    [Fact]
    public void The_matrix_is_lower_triangular_with_the_smallest_eigenvalue_stated()
    {
        var (pixels, targets) = RandomSample.Pixels(12, 30, 3);
        var network = FiniteSampleNetwork.Fit(PointRows.Of(pixels, 30), targets, 3);
        var system = System(network);
        for (var i = 0; i < 12; i++)
        for (var j = 0; j < 12; j++)
            (system[i, j] > 0).Should().Be(j <= i);
        var eigenvalues = system.Evd().EigenValues.Select(v => v.Real).ToArray();
        eigenvalues.Min().Should().BeApproximately(network.Evidence.SmallestEigenvalue, 1e-6 * eigenvalues.Max());
        system.Diagonal().Minimum().Should().Be(network.Evidence.SmallestEigenvalue);
    }

    [Fact]
    public void The_eigenvalue_does_not_bound_the_weights_and_the_bound_does()
    {
        var points = Enumerable.Range(0, 1000).Select(i => (double)i).ToArray();
        var targets = points.Select(i => i % 2 * 2 - 1).ToArray();
        var evidence = FiniteSampleNetwork.Fit(PointRows.Of(points, 1), targets, 0).Evidence;
        evidence.LargestWeight.Should().BeInRange(evidence.WeightBound / 2, evidence.WeightBound);
        evidence.WeightBound.Should().BeLessThan(8 * 2 / evidence.SmallestEigenvalue);
    }

    [Fact]
    public void Several_outputs_share_direction_and_thresholds()
    {
        var (pixels, targets) = RandomSample.Pixels(200, 50, 5);
        var two = new double[200, 2];
        for (var i = 0; i < 200; i++)
            (two[i, 0], two[i, 1]) = (targets[i], i);
        var points = PointRows.Of(pixels, 50);
        var network = FiniteSampleNetwork.Fit(points, two, 5);
        network.WeightCount.Should().Be(200 * 2 + 200 + 50);
        network.Evaluate(points).Should().BeEquivalentTo(two, o => o.WithStrictOrdering());
        var one = FiniteSampleNetwork.Fit(points, targets, 5);
        network.Weights.Where((_, at) => at % 2 == 0).Should().Equal(one.Weights);
    }

    [Fact]
    public void The_module_agrees_within_the_bound_and_has_2n_plus_d_parameters() =>
        RandomSample.Any.Sample(
            sample =>
            {
                var network = FiniteSampleNetwork.Fit(sample.Rows, sample.Targets, 2);
                using var scope = NewDisposeScope();
                using var module = network.ToModule();
                module.parameters().Sum(p => p.numel()).Should().Be(network.WeightCount);
                var output = module.call(tensor(sample.Points)).data<double>().ToArray();
                for (var i = 0; i < sample.Count; i++)
                    Math.Abs(output[i] - sample.Targets[i]).Should().BeLessThanOrEqualTo(network.Evidence.ModuleErrorBound);
            },
            iter: 100
        );

    [Fact]
    public void Images_project_exactly_in_any_order_and_their_type_does_not_matter()
    {
        const int n = 2000,
            d = 3072;
        var (pixels, targets) = RandomSample.Pixels(n, d, 7);
        var network = FiniteSampleNetwork.Fit(PointRows.Of(pixels, d), targets, 7);
        network.WeightCount.Should().Be(2 * n + d);
        var floats = FiniteSampleNetwork.Fit(PointRows.Of(pixels.Select(p => (float)p).ToArray(), d), targets, 7);
        floats.Weights.Should().Equal(network.Weights);
        using var scope = NewDisposeScope();
        using var none = no_grad();
        using var module = network.ToModule();
        var output = module.call(tensor(pixels, [n, d])).data<double>().ToArray();
        var error = output.Select((o, i) => Math.Abs(o - targets[i])).Max();
        error.Should().BeLessThanOrEqualTo(network.Evidence.ModuleErrorBound).And.BeLessThan(1e-6);
        for (var i = 0; i < 20; i++)
        {
            var reversed = 0.0;
            for (var j = d - 1; j >= 0; j--)
                reversed += network.Direction[j] * pixels[i * d + j];
            network.Projections.Should().Contain(reversed);
        }
    }

    [Fact]
    public void One_seed_gives_one_network_and_another_seed_another()
    {
        var (pixels, targets) = RandomSample.Pixels(300, 40, 9);
        var points = PointRows.Of(pixels, 40);
        var first = FiniteSampleNetwork.Fit(points, targets, 1);
        FiniteSampleNetwork.Fit(points, targets, 1).Weights.Should().Equal(first.Weights);
        FiniteSampleNetwork.Fit(points, targets, 2).Direction.Should().NotEqual(first.Direction);
    }

    [Fact]
    public void More_directions_give_a_larger_smallest_gap()
    {
        var (pixels, targets) = RandomSample.Pixels(300, 40, 9);
        var points = PointRows.Of(pixels, 40);
        double Gap(int directions)
        {
            var evidence = FiniteSampleNetwork.Fit(points, targets, 1, new FiniteSampleOptions { Directions = directions }).Evidence;
            evidence.ChosenDirection.Should().BeInRange(0, directions - 1);
            return evidence.MinGap / evidence.Range;
        }

        Gap(30).Should().BeGreaterThan(2 * Gap(1));
    }

    [Fact]
    public void The_function_is_that_of_the_weights_between_the_points_too()
    {
        var (pixels, targets) = RandomSample.Pixels(50, 20, 4);
        var network = FiniteSampleNetwork.Fit(PointRows.Of(pixels, 20), targets, 4);
        var (from, range) = (network.Thresholds[0] - 10, network.Evidence.Range + 20);
        for (var i = 0; i <= 5000; i++)
        {
            var x = from + range * i / 5000;
            var sum = network.Weights.Select((w, j) => w * Math.Max(x - network.Thresholds[j], 0)).Sum();
            network.EvaluateProjection(x)[0].Should().BeApproximately(sum, 1e-7);
        }
    }

    [Fact]
    public void Identical_points_are_merged_and_refused_with_different_targets()
    {
        double[,] points =
        {
            { 1, 2 },
            { 3, 4 },
            { 1, 2 },
        };
        FiniteSampleNetwork.Fit(PointRows.Of(points), [1, 2, 1], 0).WeightCount.Should().Be(2 * 2 + 2);
        FluentActions
            .Invoking(() => FiniteSampleNetwork.Fit(PointRows.Of(points), [1, 2, 3], 0))
            .Should()
            .Throw<ConflictingTargetsException>()
            .WithMessage(
                "Identical points must have equal targets, but points 0 and 2 are identical and have "
                    + "different ones; remove one of them."
            )
            .Which.Second.Should()
            .Be(2);
    }

    [Fact]
    public void A_gap_too_small_for_float64_is_refused_in_a_sentence()
    {
        double[] points = [1, Math.BitIncrement(1), 2];
        var thrown = FluentActions
            .Invoking(() => FiniteSampleNetwork.Fit(PointRows.Of(points, 1), [1, 2, 3], 0))
            .Should()
            .Throw<ProjectionGapException>()
            .WithMessage(
                "Projections of distinct points must lie four spacings of float64 apart, but those of points * and * were * "
                    + "apart at * in the best of 8 directions; try more directions or another seed, subtract a common offset from "
                    + "the points, or remove one of the two."
            )
            .Which;
        new[] { thrown.First, thrown.Second }.Should().BeEquivalentTo([0, 1]);
    }

    [Fact]
    public void A_direction_in_which_float64_tells_the_points_apart_is_preferred()
    {
        // All directions have the same gaps over the range; where the second coordinate counts for little, they vanish beside the first.
        var points = PointRows.Of(
            new[,]
            {
                { Math.ScaleB(1, 51), 0 },
                { Math.ScaleB(1, 51), 1 },
                { Math.ScaleB(1, 51), 2 },
            }
        );
        for (ulong seed = 0; seed < 20; seed++)
            FiniteSampleNetwork.Fit(points, [1, -1, 1], seed, new FiniteSampleOptions { Directions = 64 }).Evidence.MaxError.Should().Be(0);
    }

    [Fact]
    public void The_evidence_says_in_a_sentence_what_the_module_cannot_give()
    {
        var points = Enumerable.Range(0, 1000).Select(i => i / 2 + i % 2 * 1e-10).ToArray();
        var evidence = FiniteSampleNetwork.Fit(PointRows.Of(points, 1), points.Select((_, i) => i % 2 * 2.0 - 1).ToArray(), 0).Evidence;
        evidence.TargetRange.Should().Be(2);
        evidence.LargestSum.Should().BeGreaterThan(evidence.LargestWeight);
        evidence.ModuleRemark(2e-6).Should().BeNull();
        evidence
            .ModuleRemark(evidence.ModuleErrorBound)
            .Should()
            .Match(
                "The float64 module's error of * is more than 1e-6 of the targets' range 2, and for this direction no error "
                    + "below * can be promised: projections only * apart take weights up to *, and the terms of its sum, * in "
                    + "all, are rounded to 16 digits before they cancel; Evaluate counts every piece from its own point, where "
                    + "nothing cancels, and is exact at every point."
            );
        evidence.ModuleRemark(double.NaN).Should().NotBeNull();
        var constant = FiniteSampleNetwork.Fit(PointRows.Of(new double[] { 1, 2 }, 1), [-3, -3], 0).Evidence;
        constant.TargetRange.Should().Be(3, "of one value alone, its size");
    }

    [Fact]
    public void What_is_not_a_number_stays_so()
    {
        var network = FiniteSampleNetwork.Fit(
            PointRows.Of(
                new double[,]
                {
                    { 1, 2 },
                    { 3, 4 },
                }
            ),
            [1, 2],
            0
        );
        network.Evaluate([double.NaN, 0]).Should().Equal(double.NaN);
        network.EvaluateProjection(double.NegativeInfinity).Should().Equal(0);
    }

    [Fact]
    public void Weights_beyond_float64_are_refused_in_a_sentence() =>
        Refused(
            () => FiniteSampleNetwork.Fit(PointRows.Of(new[] { 1, 1 + 1e-10 }, 1), [1e305, -1e305], 0),
            "Targets must leave the weights within float64's range, but with targets up to 1E+305 in size one "
                + "was not finite; make the targets smaller.*"
        );

    [Fact]
    public void Wrong_arguments_are_refused_in_a_sentence()
    {
        var points = PointRows.Of(
            new double[,]
            {
                { 1, 2 },
                { 3, 4 },
            }
        );
        Refused(() => FiniteSampleNetwork.Fit(points, [1], 0), "There must be one target for each of the 2 points, but there were 1.*");
        Refused(
            () => FiniteSampleNetwork.Fit(points, new double[3, 2], 0),
            "There must be one target for each of the 2 points, but there were 3.*"
        );
        Refused(
            () => FiniteSampleNetwork.Fit(points, new double[0, 2], 0),
            "There must be one target for each of the 2 points, but there were 0.*"
        );
        Refused(
            () =>
                FiniteSampleNetwork.Fit(
                    points,
                    new[,]
                    {
                        { 1, 2 },
                        { 3, double.PositiveInfinity },
                    },
                    0
                ),
            "Targets must be finite, but row 1, column 1 was Infinity.*"
        );
        Refused(() => FiniteSampleNetwork.Fit(points, [1, double.NaN], 0), "Targets must be finite, but row 1, column 0 was NaN.*");
        Refused(() => FiniteSampleNetwork.Fit(points, new double[2, 0], 0), "Targets must have at least one column, but had none.*");
        Refused(() => PointRows.Of(new double[0, 3]), "A set of points needs at least one row and one column, but had 0 and 3.");
        Refused(() => PointRows.Of(new double[5], 3), "Points must have a multiple of 3 values, but had 5.");
        Refused(() => new FiniteSampleOptions { Directions = 0 }, "Directions must be at least 1, but was 0.*");
        Refused(
            () => new FiniteSampleOptions { ThresholdFraction = 0.5 },
            "ThresholdFraction must be 1/4, 1/8, 1/16, 1/32 or 1/64, but was 0.5.*"
        );
        Refused(() => FiniteSampleNetwork.Fit(points, [1, 2], 0).Evaluate([1.0]), "A point must have 2 values, but had 1.*");
        foreach (var value in new[] { double.NaN, double.PositiveInfinity })
            Refused(
                () =>
                    FiniteSampleNetwork.Fit(
                        PointRows.Of(
                            new[,]
                            {
                                { 1, 2 },
                                { 3, value },
                                { 5, 6 },
                            }
                        ),
                        [1, 2, 3],
                        0
                    ),
                FormattableString.Invariant($"Points must be finite, but row 1, column 1 was {value}.*")
            );
    }

    private const int FractionBits = 1074;

    // Fixed point with as many binary places as float64 can have.
    private static BigInteger Exact(double value)
    {
        if (value == 0)
            return 0;
        var exponent = Math.ILogB(value) - 52;
        return (BigInteger)(long)Math.ScaleB(value, -exponent) << (exponent + FractionBits);
    }

    private static double Rounded(BigInteger product)
    {
        var shift = Math.Max(0, (int)BigInteger.Abs(product).GetBitLength() - 62);
        return Math.ScaleB((double)(long)(product >> shift), shift - 2 * FractionBits);
    }

    private static void Refused(Func<object> action, string message) => action.Should().Throw<ArgumentException>().WithMessage(message);

    private static Matrix<double> System(FiniteSampleNetwork network)
    {
        var (x, b) = (network.Projections, network.Thresholds);
        return Matrix<double>.Build.Dense(x.Length, x.Length, (i, j) => Math.Max(x[i] - b[j], 0));
    }

    private static double[] ForwardSubstitution(Matrix<double> lower, double[] right)
    {
        var result = new double[right.Length];
        for (var i = 0; i < result.Length; i++)
        {
            var sum = right[i];
            for (var j = 0; j < i; j++)
                sum -= lower[i, j] * result[j];
            result[i] = sum / lower[i, i];
        }

        return result;
    }
}
