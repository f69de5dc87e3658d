using CsCheck;
using Generalization.Kernels.Iterative;
using Generalization.Kernels.Solvers;
using Generalization.Tests.Support;
using static TorchSharp.torch;

namespace Generalization.Tests;

[NoTensorLeaks]
public class TallProductTests
{
    [Fact]
    public void Both_products_agree_with_dense_ones() =>
        Gen.Select(Gen.Int[1, 60], Gen.Int[1, 40], Gen.Int[1, 16], Gen.ULong)
            .Sample(
                (n, m, c, seed) =>
                {
                    using var scope = NewDisposeScope();
                    var tall = TargetMatrix.ToTensor(Slow.RandomPoints(n, m, seed), CPU).to(ScalarType.Float32);
                    var exact = Slow.Matrix(TargetMatrix.ToArray(tall));
                    var (v, p) = (Slow.RandomPoints(n, c, seed + 1), Slow.RandomPoints(m, c, seed + 2));
                    var values = TargetMatrix.ToTensor(v, CPU);
                    Slow.LargestDifference(
                            Slow.Matrix(TargetMatrix.ToArray(TallProduct.TransposedTimes(tall, values))),
                            exact.Transpose() * Slow.Matrix(v)
                        )
                        .Should()
                        .BeLessThan(1e-12);
                    TallProduct.SubtractTimes(tall, TargetMatrix.ToTensor(p, CPU), values);
                    Slow.LargestDifference(Slow.Matrix(TargetMatrix.ToArray(values)), Slow.Matrix(v) - exact * Slow.Matrix(p))
                        .Should()
                        .BeLessThan(1e-12);
                },
                iter: 50,
                threads: 1
            );
}
