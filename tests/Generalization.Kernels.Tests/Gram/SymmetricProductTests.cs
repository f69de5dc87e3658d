using CsCheck;
using Generalization.Kernels.Functions;
using Generalization.Kernels.Gram;
using Generalization.Kernels.Points;
using Generalization.Kernels.Solvers;
using Generalization.Tests.Support;
using static TorchSharp.torch;

namespace Generalization.Tests;

/// <summary>K·V by each way, and the skinny kernel of float32 panels among them.</summary>
[NoTensorLeaks]
public class SymmetricProductTests
{
    private static readonly Kernel Kernel = new GaussianKernel(0.2);

    [Fact]
    public void Every_way_agrees_with_the_dense_product() =>
        Gen.Select(Gen.Int[1, 700], Gen.Int[1, 300], Gen.Int[1, 16], Gen.ULong)
            .Sample(
                (n, tile, c, seed) =>
                {
                    var (x, v) = (Slow.RandomPoints(n, 3, seed), Slow.RandomTargets(n, c, seed));
                    var expected = Slow.Gram(Kernel, x, x) * Slow.Matrix(v);
                    using var points = PointSet.Of(x);
                    var source = new KernelGramSource(Kernel, points);
                    using var scope = NewDisposeScope();
                    var values = TargetMatrix.ToTensor(v, CPU);
                    Check(SymmetricProduct.OfSource(source, values, _ => { }, default), 1e-11);
                    foreach (var (type, tolerance) in new[] { (ScalarType.Float64, 1e-11), (ScalarType.Float32, 2e-5) })
                    {
                        using var panels = Fill(source, new TriangleLayout(n, Math.Min(tile, n)), type);
                        Check(SymmetricProduct.OfPanels(panels, values.to(type), default), tolerance);
                    }

                    void Check(Tensor product, double tolerance) =>
                        Slow.LargestDifference(Slow.Matrix(TargetMatrix.ToArray(product)), expected)
                            .Should()
                            .BeLessThan(tolerance * (1 + expected.Enumerate().Max(Math.Abs)));
                },
                iter: 12,
                threads: 1
            );

    [Fact]
    public void Pieces_of_any_size_make_the_same_product_and_report_all_of_it() =>
        Gen.Select(Gen.Int[1, 150], Gen.Int[1, 60], Gen.Int[1, 60], Gen.ULong)
            .Sample(
                (n, rows, columns, seed) =>
                {
                    var (x, v) = (Slow.RandomPoints(n, 3, seed), Slow.RandomTargets(n, 2, seed));
                    using var points = PointSet.Of(x);
                    var source = new KernelGramSource(Kernel, points);
                    using var scope = NewDisposeScope();
                    double reported = 0;
                    var product = SymmetricProduct.OfSource(
                        source,
                        TargetMatrix.ToTensor(v, CPU),
                        done => reported += done,
                        default,
                        rows,
                        columns
                    );
                    Slow.LargestDifference(Slow.Matrix(TargetMatrix.ToArray(product)), Slow.Gram(Kernel, x, x) * Slow.Matrix(v))
                        .Should()
                        .BeLessThan(1e-11 * n);
                    reported.Should().Be(SymmetricProduct.Operations(source, rows));
                },
                iter: 60,
                threads: 1
            );

    [Fact]
    public void Pieces_of_full_size_make_the_product_of_panels()
    {
        using var points = PointSet.Of(Slow.RandomPoints(2500, 2, 3));
        var source = new KernelGramSource(Kernel, points);
        using var scope = NewDisposeScope();
        using var panels = Fill(source, new TriangleLayout(2500, 300), ScalarType.Float64);
        var values = TargetMatrix.ToTensor(Slow.RandomTargets(2500, 2, 3), CPU);
        (SymmetricProduct.OfSource(source, values, _ => { }, default) - SymmetricProduct.OfPanels(panels, values, default))
            .abs()
            .max()
            .item<double>()
            .Should()
            .BeLessThan(1e-10);
    }

    [Fact]
    public void The_same_bits_come_every_time()
    {
        using var points = PointSet.Of(Slow.RandomPoints(900, 3, 5));
        using var scope = NewDisposeScope();
        using var panels = Fill(new KernelGramSource(Kernel, points), new TriangleLayout(900, 256), ScalarType.Float32);
        using var values = TargetMatrix.ToTensor(Slow.RandomTargets(900, 10, 5), CPU);
        using var single = values.to(ScalarType.Float32);
        double[] Product()
        {
            using var product = SymmetricProduct.OfPanels(panels, single, default);
            return product.data<double>().ToArray();
        }

        var first = Product();
        for (var repeat = 0; repeat < 5; repeat++)
            Product().Should().Equal(first);
    }

    private static TrianglePanels Fill(GramSource source, TriangleLayout layout, ScalarType type)
    {
        var panels = new TrianglePanels(layout, type, CPU);
        for (var i = 0; i < layout.PanelCount; i++)
            panels.Allocate(i);
        source.Fill(panels, 0, layout.PanelCount, _ => { }, default);
        return panels;
    }
}
