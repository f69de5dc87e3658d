using CsCheck;
using Generalization.Kernels.Iterative;
using Generalization.Kernels.Solvers;
using Generalization.Tests.Support;
using MathNet.Numerics.LinearAlgebra;
using static TorchSharp.torch;

namespace Generalization.Tests;

[NoTensorLeaks]
public class BlockConjugateGradientsTests
{
    [Fact]
    public void Solves_in_at_most_n_over_c_steps_or_a_few_more() =>
        Gen.Select(Gen.Int[1, 30], Gen.Int[1, 5], Gen.ULong)
            .Sample(
                (n, c, seed) =>
                {
                    var (matrix, b) = (Definite(n, seed), Slow.RandomTargets(n, c, seed));
                    using var scope = NewDisposeScope();
                    var a = TargetMatrix.ToTensor(matrix.ToArray(), CPU);
                    using var solver = new BlockConjugateGradients(v => a.mm(v), r => r.clone(), TargetMatrix.ToTensor(b, CPU));
                    for (var step = 0; step < n / c + 4; step++)
                        solver.Step();
                    Slow.LargestDifference(Slow.Matrix(TargetMatrix.ToArray(solver.Solution)), matrix.Solve(Slow.Matrix(b)))
                        .Should()
                        .BeLessThan(1e-6);
                },
                iter: 60,
                threads: 1
            );

    [Fact]
    public void Columns_that_are_zero_or_coincide_leave_the_block_and_are_solved_all_the_same()
    {
        const int n = 20;
        var (matrix, b) = (Definite(n, 3), Slow.RandomTargets(n, 5, 3));
        for (var i = 0; i < n; i++)
            (b[i, 1], b[i, 2], b[i, 4]) = (0, b[i, 0], b[i, 0] + b[i, 3]);
        using var scope = NewDisposeScope();
        var a = TargetMatrix.ToTensor(matrix.ToArray(), CPU);
        using var solver = new BlockConjugateGradients(v => a.mm(v), r => r.clone(), TargetMatrix.ToTensor(b, CPU));
        for (var step = 0; step < 14; step++)
            solver.Step();
        Slow.LargestDifference(Slow.Matrix(TargetMatrix.ToArray(solver.Solution)), matrix.Solve(Slow.Matrix(b))).Should().BeLessThan(1e-8);
    }

    [Fact]
    public void A_right_hand_side_of_zeros_is_solved_at_once()
    {
        using var zero = zeros([4, 2], ScalarType.Float64);
        using var solver = new BlockConjugateGradients(v => v.clone(), r => r.clone(), zero);
        solver.IsExhausted.Should().BeTrue();
        solver.ResidualNorm.Should().Be(0);
    }

    [Fact]
    public void A_replaced_residual_ends_where_an_exact_recursion_ends()
    {
        var (matrix, b) = (Definite(40, 4), Slow.RandomTargets(40, 2, 4));
        using var scope = NewDisposeScope();
        var (a, y) = (TargetMatrix.ToTensor(matrix.ToArray(), CPU), TargetMatrix.ToTensor(b, CPU));
        using var solver = new BlockConjugateGradients(v => a.mm(v), r => r.clone(), y);
        for (var step = 0; step < 30; step++)
        {
            solver.Step();
            if (step % 5 == 4)
                solver.Replace(y - a.mm(solver.Solution));
        }

        Slow.LargestDifference(Slow.Matrix(TargetMatrix.ToArray(solver.Solution)), matrix.Solve(Slow.Matrix(b))).Should().BeLessThan(1e-8);
    }

    private static Matrix<double> Definite(int n, ulong seed)
    {
        var root = Slow.Matrix(Slow.RandomPoints(n, n, seed));
        return root * root.Transpose() / n + Matrix<double>.Build.DenseIdentity(n);
    }
}
