using CsCheck;
using Generalization.Corruption;
using Generalization.Data;
using Generalization.Data.Idx;
using Generalization.Kernels.Functions;
using Generalization.Kernels.Points;
using Generalization.Kernels.Regression;
using Generalization.Kernels.Solvers;
using Generalization.Tests.Support;
using MathNet.Numerics.LinearAlgebra;

namespace Generalization.Tests.Kernels.Regression;

[NoTensorLeaks]
public class CentreRegressionTests
{
    private static readonly TrainTestData Data = FashionMnistMini.Load().Take(150, 50);

    [Theory]
    [InlineData(CentreDistribution.Gaussian)]
    [InlineData(CentreDistribution.Uniform)]
    public void It_interpolates_with_a_norm_far_above_the_least(CentreDistribution distribution)
    {
        var (kernel, random) = (new GaussianKernel(0.02), Data.Corrupt(new UniformLabelNoise(1), seed: 1).Train);
        using var points = PointSet.Of(Data.Train);
        using var centres = RandomCentres.Draw(points, distribution, points.Count, seed: 4);
        double[][,] targets = [Data.Train.OneHot(), random.OneHot()];
        var least = KernelRegression.Fit(kernel, points, targets).Fits;
        var found = CentreRegression.Fit(kernel, points, centres, targets);
        found.Fits.Select((f, i) => f.Errors((i == 0 ? Data.Train : random).Labels)).Should().Equal(0, 0);
        found.Fits.Should().OnlyContain(f => f.RelativeResidual < 1e-6);
        for (var i = 0; i < 2; i++)
            found.Fits[i].Solution.Norm.Should().BeGreaterThan(5 * least[i].Solution.Norm);
        found.Report.Plan.Reason.Should().Be("direct, an LU factorization of a square matrix in float64, in memory");
        found.Report.ConditionEstimate.Should().BeGreaterThan(1);
    }

    [Fact]
    public void Coefficients_norm_and_condition_are_those_of_slow_algebra()
    {
        Gen.Double[-1, 1]
            .Array[36]
            .Select(Gen.Double[-1, 1].Array[24])
            .Sample(
                (values, right) =>
                {
                    var kernel = new GaussianKernel(0.7);
                    var (x, c) = (Matrix<double>.Build.Dense(6, 3, values[..18]), Matrix<double>.Build.Dense(6, 3, values[18..]));
                    var (y, k) = (Matrix<double>.Build.Dense(6, 2, right[..12]), Slow(x, c));
                    var condition = k.L1Norm() * k.Inverse().L1Norm();
                    if (!(condition < 1e9))
                        return;
                    using var points = PointSet.Of(x);
                    using var centres = PointSet.Of(c);
                    var found = CentreRegression.Fit(kernel, points, centres, [y.ToArray()]);
                    var (solution, alpha) = (found.Fits[0].Solution, k.Solve(y));
                    (Matrix<double>.Build.DenseOfArray(solution.Coefficients) - alpha)
                        .FrobeniusNorm()
                        .Should()
                        .BeLessThan(1e-14 * condition * (1 + alpha.FrobeniusNorm()));
                    var norm = Math.Sqrt(Math.Max(0, (alpha.Transpose() * Slow(c, c) * alpha).Trace()));
                    solution.Norm.Should().BeApproximately(norm, 1e-6 * (1 + alpha.FrobeniusNorm()));
                    found.Report.ConditionEstimate.Should().BeInRange(condition / 4, condition * 1.0001);
                },
                iter: 100
            );

        static Matrix<double> Slow(Matrix<double> a, Matrix<double> b) =>
            Matrix<double>.Build.Dense(a.RowCount, b.RowCount, (i, j) => Math.Exp(-0.7 * (a.Row(i) - b.Row(j)).PointwisePower(2).Sum()));
    }

    [Fact]
    public void Centres_at_the_training_points_give_the_least_norm()
    {
        using var points = PointSet.Of(Data.Train);
        var targets = Data.Train.OneHot();
        var least = KernelRegression.Fit(new GaussianKernel(0.02), points, [targets]).Fits[0].Solution.Norm;
        CentreRegression
            .Fit(new GaussianKernel(0.02), points, points, [targets])
            .Fits[0]
            .Solution.Norm.Should()
            .BeApproximately(least, 1e-6);
    }

    [Fact]
    public void A_singular_matrix_is_refused_with_its_evidence()
    {
        var twice = new double[,]
        {
            { 1, 2 },
            { 3, 4 },
            { 1, 2 },
        };
        var distinct = new double[,]
        {
            { 1, 2 },
            { 3, 4 },
            { 5, 6 },
        };
        var targets = new double[,]
        {
            { 1 },
            { 0 },
            { 1 },
        };
        using var identical = PointSet.Of(twice);
        using var points = PointSet.Of(distinct);
        var of = new Func<Kernel, PointSet, PointSet, Action>((k, p, c) => () => CentreRegression.Fit(k, p, c, [targets]));
        of(new GaussianKernel(), identical, points)
            .Should()
            .Throw<SingularMatrixException>()
            .WithMessage(
                "The training points must be distinct, but points 0 and 2 are identical, so that the kernel's "
                    + "matrix between points and centres "
                    + "is singular; remove one of them."
            )
            .Which.Examples.Should()
            .Be((0, 2));
        // Three points of two dimensions: rank 2.
        of(new LinearKernel(), points, points)
            .Should()
            .Throw<SingularMatrixException>()
            .WithMessage("The kernel's matrix between the training points and the centres must be regular, but it is singular to working*");
        of(new GaussianKernel(1e5), points, identical).Should().Throw<SingularMatrixException>().Which.Examples.Should().BeNull();
    }

    [Fact]
    public void What_does_not_fit_is_refused_before_anything_is_computed()
    {
        new Action(() => SolverPlan.ForCentres(60_000, 784, options: new SolverOptions { Memory = 20_000_000_000 }))
            .Should()
            .Throw<MemoryLimitException>()
            .WithMessage("Solving for 60000 centres needs 57.63 GB, but the limit is 20.00 GB; allow more, or take fewer points.");
        new Action(() => SolverPlan.ForCentres(1000, 784, options: new SolverOptions { Device = TorchSharp.torch.META }))
            .Should()
            .Throw<MemoryLimitException>()
            .WithMessage(
                "Solving for 1000 centres takes 0.03 GB, but how much meta has cannot be asked for here; set Memory to what it may take."
            );
        new Action(() => SolverPlan.ForCentres(60, 4, options: new SolverOptions { Ridge = 0.5 }))
            .Should()
            .Throw<ArgumentException>()
            .WithMessage(
                "Centres that are not the training points need the direct solver in float64 without a ridge, "
                    + "but the solver was direct, the "
                    + "precision float64 and the ridge 0.5.*"
            );
        using var points = PointSet.Of(Data.Train);
        using var few = RandomCentres.Draw(points, CentreDistribution.Uniform, 20, seed: 0);
        new Action(() => CentreRegression.Fit(new GaussianKernel(), points, few, [Data.Train.OneHot()]))
            .Should()
            .Throw<ArgumentException>()
            .WithMessage("There must be 150 centres of dimension 784, as many as points, but there were 20 of dimension 784.*");
        new Action(() => CentreRegression.Fit(new GaussianKernel(), points, points, [Data.Train.OneHot()], SolverPlan.For(150, 784)))
            .Should()
            .Throw<ArgumentException>()
            .WithMessage("The plan must be one by ForCentres for 150 points, but was another for 150.*");
    }
}
