using Generalization.Data;
using Generalization.Kernels.Functions;
using Generalization.Kernels.Points;
using Generalization.Kernels.Regression;
using Generalization.Kernels.Solvers;
using Generalization.Learning;
using Generalization.Tests.Support;

namespace Generalization.Tests;

[NoTensorLeaks]
public class KernelTargetsTests
{
    [Fact]
    public void Two_classes_have_one_sign_and_more_have_one_each()
    {
        Labelled(2)
            .PlusMinusOne()
            .Should()
            .BeEquivalentTo(
                new double[,]
                {
                    { -1 },
                    { 1 },
                    { -1 },
                }
            );
        Labelled(3)
            .PlusMinusOne()
            .Should()
            .BeEquivalentTo(
                new double[,]
                {
                    { 1, -1, -1 },
                    { -1, 1, -1 },
                    { 1, -1, -1 },
                }
            );
        Labelled(3)
            .OneHot()
            .Should()
            .BeEquivalentTo(
                new double[,]
                {
                    { 1, 0, 0 },
                    { 0, 1, 0 },
                    { 1, 0, 0 },
                }
            );
    }

    [Theory]
    [InlineData(KernelSolver.Direct)]
    [InlineData(KernelSolver.Iterative)]
    public void Signs_and_real_numbers_are_interpolated_with_one_factorization(KernelSolver solver)
    {
        using var points = PointSet.Of(Slow.RandomPoints(60, 3, 1));
        var (signs, numbers) = (new double[60, 1], new double[60, 1]);
        for (var i = 0; i < 60; i++)
            (signs[i, 0], numbers[i, 0]) = (i % 3 == 0 ? 1 : -1, 100 * Math.Sin(i));
        var plan = SolverPlan.For(60, 3, 2, new SolverOptions { Solver = solver, Tolerance = 1e-8 });
        var kernel = new LaplacianKernel(1);
        var fits = KernelRegression.Fit(kernel, points, [signs, numbers], plan).Fits;
        using var model = new KernelModel(kernel, points, fits[1].Solution);
        Slow.LargestDifference(Slow.Matrix(model.Predict(points)), Slow.Matrix(numbers)).Should().BeLessThan(1e-4);
        fits[0].Fitted.GetLength(1).Should().Be(1);
        fits[0].Errors([.. Enumerable.Range(0, 60).Select(i => i % 3 == 0 ? 1L : 0)]).Should().Be(0);
    }

    [Fact]
    public void One_column_is_a_sign()
    {
        Classification
            .Classes(
                new double[,]
                {
                    { 0.2 },
                    { -3 },
                    { 0 },
                }
            )
            .Should()
            .Equal(1, 0, 0);
    }

    private static Dataset Labelled(int classes) =>
        Dataset.FromPixels(
            "labelled",
            DatasetSplit.Train,
            new ImageShape(1, 1, 1),
            new byte[3],
            [0, 1, 0],
            Enumerable.Range(0, classes).Select(c => $"{c}")
        );
}
