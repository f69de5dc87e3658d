using CsCheck;
using Generalization.Kernels.Functions;
using Generalization.Kernels.Points;
using Generalization.Kernels.Solvers;
using Generalization.Tests.Support;
using static TorchSharp.torch;

namespace Generalization.Tests;

/// <summary>The one suite that every kernel passes.</summary>
[NoTensorLeaks]
public class KernelTests
{
    public static TheoryData<Kernel> Kernels =>
        [
            new GaussianKernel(),
            new GaussianKernel(0.5),
            new LaplacianKernel(0.1),
            new LinearKernel(),
            new PolynomialKernel(),
            new PolynomialKernel(2, 0.3, 0),
            new ArcCosineKernel(0),
            new ArcCosineKernel(),
        ];

    [Theory]
    [MemberData(nameof(Kernels))]
    public void Agrees_with_the_formula_on_any_points(Kernel kernel) =>
        Gen.Select(Gen.Int[1, 9], Gen.Int[1, 9], Gen.Int[1, 12], Gen.ULong)
            .Sample(
                (m, n, d, seed) =>
                {
                    var (x, y) = (Slow.RandomPoints(m, d, seed), Slow.RandomPoints(n, d, seed + 1));
                    Slow.LargestDifference(Slow.Matrix(Fill(kernel, x, y, ScalarType.Float64)), Slow.Gram(kernel, x, y))
                        .Should()
                        .BeLessThan(1e-11);
                },
                iter: 30
            );

    [Theory]
    [MemberData(nameof(Kernels))]
    public void Is_symmetric_and_positive_semidefinite(Kernel kernel)
    {
        var x = Slow.RandomPoints(40, 5, 7);
        var gram = Slow.Matrix(Fill(kernel, x, x, ScalarType.Float64));
        Slow.LargestDifference(gram, gram.Transpose()).Should().BeLessThan(1e-12);
        gram.Add(gram.Transpose())
            .Multiply(0.5)
            .Evd()
            .EigenValues.Min(v => v.Real)
            .Should()
            .BeGreaterThan(-1e-7 * gram.Diagonal().Maximum());
    }

    [Theory]
    [MemberData(nameof(Kernels))]
    public void Has_the_diagonal_of_the_formula(Kernel kernel)
    {
        var x = Slow.RandomPoints(20, 6, 3);
        using var points = PointSet.Of(x);
        using var block = points.Block(0, 20);
        using var diagonal = kernel.Diagonal(block);
        var values = diagonal.data<double>().ToArray();
        // The formula itself loses half the digits of an angle of 0.
        for (var i = 0; i < 20; i++)
            values[i]
                .Should()
                .BeApproximately(Slow.Value(kernel, Slow.Row(x, i), Slow.Row(x, i)), kernel is ArcCosineKernel { Order: 0 } ? 1e-7 : 1e-12);
    }

    [Theory]
    [MemberData(nameof(Kernels))]
    public void Takes_float32(Kernel kernel)
    {
        var (x, y) = (Slow.RandomPoints(8, 4, 1, 0.5), Slow.RandomPoints(5, 4, 2, 0.5));
        Slow.LargestDifference(Slow.Matrix(Fill(kernel, x, y, ScalarType.Float32)), Slow.Gram(kernel, x, y)).Should().BeLessThan(2e-4);
    }

    [Theory]
    [MemberData(nameof(Kernels))]
    public void Is_found_by_its_name(Kernel kernel) => KnownKernels.Named(kernel.Name).Should().BeOfType(kernel.GetType());

    [Fact]
    public void A_point_of_length_0_has_a_right_angle_with_all_others()
    {
        double[,] x =
        {
            { 0, 0 },
            { 3, 4 },
        };
        var first = Fill(new ArcCosineKernel(), x, x, ScalarType.Float64);
        first[0, 0].Should().Be(0);
        first[0, 1].Should().Be(0);
        first[1, 1].Should().BeApproximately(25, 1e-9);
        Fill(new ArcCosineKernel(0), x, x, ScalarType.Float64)[0, 1].Should().BeApproximately(0.5, 1e-15);
    }

    [Fact]
    public void Wrong_parameters_are_refused_in_a_sentence()
    {
        Refused(() => new GaussianKernel(0), "Gamma must be positive and finite, but was 0.*");
        Refused(() => new LaplacianKernel(double.NaN), "Gamma must be positive and finite, but was NaN.*");
        Refused(() => new PolynomialKernel(0), "Degree must be at least 1, but was 0.*");
        Refused(() => new PolynomialKernel(2, 1, -1), "Offset must be at least 0 and finite, but was -1.*");
        Refused(() => new ArcCosineKernel(2), "Order must be 0 or 1, but was 2.*");
        FluentActions
            .Invoking(() => KnownKernels.Named("matern"))
            .Should()
            .Throw<ArgumentException>()
            .WithMessage("The kernel must be one of gaussian, laplacian, linear, polynomial, arc-cosine, but was matern.*");
    }

    private static void Refused(Func<Kernel> make, string sentence) =>
        FluentActions.Invoking(make).Should().Throw<ArgumentOutOfRangeException>().WithMessage(sentence);

    private static double[,] Fill(Kernel kernel, double[,] x, double[,] y, ScalarType type)
    {
        using var scope = NewDisposeScope();
        using var xs = PointSet.Of(x);
        using var ys = PointSet.Of(y);
        using var rows = xs.Block(0, xs.Count, type);
        using var columns = ys.Block(0, ys.Count, type);
        // A view inside a larger tile, full of what must not show through.
        var whole = full([xs.Count + 2, ys.Count + 3], double.NaN, type);
        var tile = whole.narrow(0, 1, xs.Count).narrow(1, 2, ys.Count);
        kernel.Fill(tile, rows, columns);
        return TargetMatrix.ToArray(tile);
    }
}
