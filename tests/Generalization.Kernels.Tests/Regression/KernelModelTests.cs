using Generalization.Data.Idx;
using Generalization.Files;
using Generalization.Kernels.Functions;
using Generalization.Kernels.Points;
using Generalization.Kernels.Regression;
using Generalization.Kernels.Solvers;
using Generalization.Tests.Support;

namespace Generalization.Tests;

[NoTensorLeaks]
public class KernelModelTests
{
    [Fact]
    public void Predicts_the_sum_over_training_points()
    {
        var (x, z, y) = (Slow.RandomPoints(70, 3, 1), Slow.RandomPoints(40, 3, 2), Slow.RandomTargets(70, 2, 1));
        var kernel = new LaplacianKernel(0.4);
        using var points = PointSet.Of(x);
        using var fresh = PointSet.Of(z);
        var solution = KernelRegression.Fit(kernel, points, [y]).Fits[0].Solution;
        using var model = new KernelModel(kernel, points, solution);
        Slow.LargestDifference(Slow.Matrix(model.Predict(fresh)), Slow.Gram(kernel, z, x) * Slow.Matrix(solution.Coefficients))
            .Should()
            .BeLessThan(1e-10);
    }

    [Fact]
    public void What_was_disposed_is_refused()
    {
        var (points, fresh) = (PointSet.Of(Slow.RandomPoints(5, 3, 1)), PointSet.Of(Slow.RandomPoints(4, 3, 2)));
        var model = new KernelModel(new GaussianKernel(0.4), points, new KernelSolution(Slow.RandomTargets(5, 2, 1), [0, 0], null, []));
        fresh.Dispose();
        model.Invoking(m => m.Predict(fresh)).Should().Throw<ObjectDisposedException>();
        points.Dispose();
        model.Invoking(m => m.Predict(points)).Should().Throw<ObjectDisposedException>();
        model.Invoking(m => m.Save(Path.GetTempFileName())).Should().Throw<ObjectDisposedException>();
    }

    /// <summary>Pieces are 512 × 1,024.</summary>
    [Fact]
    public void Predicts_from_more_points_than_a_piece_holds()
    {
        var (x, z) = (Slow.RandomPoints(1300, 2, 1), Slow.RandomPoints(700, 2, 2));
        var kernel = new GaussianKernel(0.4);
        using var points = PointSet.Of(x);
        using var fresh = PointSet.Of(z);
        using var model = new KernelModel(kernel, points, new KernelSolution(Slow.RandomTargets(1300, 3, 1), [0, 0, 0], null, []));
        Slow.LargestDifference(Slow.Matrix(model.Predict(fresh)), Slow.Gram(kernel, z, x) * Slow.Matrix(Slow.RandomTargets(1300, 3, 1)))
            .Should()
            .BeLessThan(1e-10);
    }

    [Theory]
    [MemberData(nameof(KernelTests.Kernels), MemberType = typeof(KernelTests))]
    public void A_kept_model_predicts_the_same_bits(Kernel kernel)
    {
        var path = Path.Combine(Directory.CreateTempSubdirectory().FullName, "model.safetensors");
        var images = FashionMnistMini.Load().Take(40, 20);
        using var train = PointSet.Of(images.Train);
        using var test = PointSet.Of(images.Test);
        var plan = SolverPlan.For(40, train.Dimension, 10, new SolverOptions { Ridge = 1e-3 });
        using var model = new KernelModel(
            kernel,
            train,
            KernelRegression.Fit(kernel, train, [images.Train.OneHot()], plan).Fits[0].Solution
        );
        model.Save(path);
        using var loaded = KernelModel.Load(path);
        loaded.Kernel.Should().Be(kernel);
        loaded.Predict(test).Should().BeEquivalentTo(model.Predict(test), o => o.WithStrictOrdering());
    }

    public static TheoryData<Kernel> Extremes =>
        [new GaussianKernel(2e9), new LaplacianKernel(5e-324), new PolynomialKernel(int.MaxValue, 1e300, double.MaxValue)];

    [Theory]
    [MemberData(nameof(Extremes))]
    public void A_kernel_of_any_size_is_read_as_it_was_written(Kernel kernel)
    {
        var path = Path.Combine(Directory.CreateTempSubdirectory().FullName, "model.safetensors");
        using var points = PointSet.Of(
            new double[,]
            {
                { 1, 2 },
            }
        );
        using var model = new KernelModel(kernel, points, new KernelSolution(new double[1, 1], [0], null, []));
        model.Save(path);
        using var loaded = KernelModel.Load(path);
        loaded.Kernel.Should().Be(kernel);
    }

    [Fact]
    public void A_file_that_is_no_model_is_refused()
    {
        var path = Path.Combine(Directory.CreateTempSubdirectory().FullName, "model.safetensors");
        using var points = TorchSharp.torch.zeros(3, 2);
        SafeTensors.Write(
            path,
            new Dictionary<string, TorchSharp.torch.Tensor> { ["points"] = points },
            new Dictionary<string, string> { ["kernel"] = "gaussian" }
        );
        FluentActions
            .Invoking(() => KernelModel.Load(path))
            .Should()
            .Throw<SafeTensorsFormatException>()
            .WithMessage(
                $"{path} must hold a kernel model: points (n, d), coefficients (n, c) in float64, "
                    + "and what the points are divided by, but it does not. *"
            );
        SafeTensors.Write(
            path,
            new Dictionary<string, TorchSharp.torch.Tensor> { ["points"] = points },
            new Dictionary<string, string> { ["kernel"] = "gaussian", ["gamma"] = "-1" }
        );
        FluentActions
            .Invoking(() => KernelModel.Load(path))
            .Should()
            .Throw<SafeTensorsFormatException>()
            .WithMessage($"{path} must describe a kernel, but it does not: Gamma must be positive and finite, but was -1.*");
        foreach (var degree in new[] { "1.5", "3000000000" })
        {
            SafeTensors.Write(
                path,
                new Dictionary<string, TorchSharp.torch.Tensor> { ["points"] = points },
                new Dictionary<string, string> { ["kernel"] = "polynomial", ["degree"] = degree }
            );
            FluentActions
                .Invoking(() => KernelModel.Load(path))
                .Should()
                .Throw<SafeTensorsFormatException>()
                .WithMessage($"{path} must describe a kernel, but it does not: degree must be a whole number, but was {degree}.*");
        }
    }

    [Fact]
    public void Points_of_another_dimension_are_refused()
    {
        using var points = PointSet.Of(Slow.RandomPoints(5, 3, 1));
        using var others = PointSet.Of(Slow.RandomPoints(5, 2, 1));
        using var model = new KernelModel(
            new GaussianKernel(),
            points,
            KernelRegression.Fit(new GaussianKernel(), points, [new double[5, 1]]).Fits[0].Solution
        );
        FluentActions
            .Invoking(() => model.Predict(others))
            .Should()
            .Throw<ArgumentException>()
            .WithMessage("Points must have the training points' dimension 3, but had 2.*");
    }
}
