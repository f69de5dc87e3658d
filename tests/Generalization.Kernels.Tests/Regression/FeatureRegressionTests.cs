using Generalization.Data;
using Generalization.Kernels;
using Generalization.Tests.Support;

namespace Generalization.Tests;

[NoTensorLeaks]
public class FeatureRegressionTests
{
    public static TheoryData<ProductKernel, double, long?> Cases => new()
    {
        { new LinearKernel(), 1e-3, null }, { new GaussianKernel(0.05), 0, null }, { new PolynomialKernel(2, 0.1), 0.1, null }, { new LinearKernel(), 1e-3, 110_000 },
    };

    /// <summary>Whether features are streamed or kept as points, and whether the matrix spills, the regression is the same.</summary>
    [Theory]
    [MemberData(nameof(Cases))]
    public void Agrees_with_the_regression_on_the_features_as_points(ProductKernel kernel, double ridge, long? memory)
    {
        var data = FashionMnistMini.Load().Take(150, 40);
        var features = GaborFeatures.Create(data.Train.Shape);
        var options = new SolverOptions { Tile = 8, Ridge = ridge, Memory = memory };
        var plan = SolverPlan.For(150, memory is null ? features.Dimension : 1, 10, options);
        (plan.SpilledBytes > 0).Should().Be(memory is not null);
        var streamed = FeatureRegression.Fit(features, data.Train, data.Test, [data.Train.OneHot()], plan, kernel);

        using var train = PointSet.OfFeatures(features, data.Train);
        using var test = PointSet.OfFeatures(features, data.Test);
        var expected = KernelRegression.Fit(kernel, train, [data.Train.OneHot()], SolverPlan.For(150, train.Dimension, 10, options with { Memory = null })).Fits[0];
        using var model = new KernelModel(kernel, train, expected.Solution);
        Slow.LargestDifference(Slow.Matrix(streamed.TestOutputs[0]), Slow.Matrix(model.Predict(test))).Should().BeLessThan(1e-3);
        streamed.Fits[0].Solution.Norm.Should().BeApproximately(expected.Solution.Norm, 1e-4 * expected.Solution.Norm);
        streamed.Fits[0].MaxResidual.Should().BeLessThan(1e-9);
        streamed.Fits[0].CheckedRows.Should().HaveCount(128).And.OnlyHaveUniqueItems();
        Slow.LargestDifference(Slow.Matrix(streamed.Fits[0].Fitted), Slow.Matrix(expected.Fitted)).Should().BeLessThan(1e-4);
    }

    [Fact]
    public void An_iterative_plan_is_refused()
    {
        var data = FashionMnistMini.Load().Take(20, 10);
        var plan = SolverPlan.For(20, 10, 10, new SolverOptions { Solver = KernelSolver.Iterative });
        FluentActions.Invoking(() => FeatureRegression.Fit(GaborFeatures.Create(data.Train.Shape), data.Train, data.Test, [data.Train.OneHot()], plan)).Should().Throw<ArgumentException>()
            .WithMessage("Streamed features need the direct solver, with the matrix in memory where it is mixed, since their tiles cannot be computed anew.*");
    }
}
