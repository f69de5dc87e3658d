using Generalization.Corruption;
using Generalization.Data;
using Generalization.Kernels.Features;
using Generalization.Kernels.Functions;
using Generalization.Kernels.Points;
using Generalization.Kernels.Regression;
using Generalization.Tests.Support;
using MathNet.Numerics.LinearAlgebra;

namespace Generalization.Tests;

/// <summary>Vectors go the way of images: corrupted labels, then a kernel.</summary>
[NoTensorLeaks]
public class VectorDatasetTests
{
    private static readonly Matrix<double> Vectors = Matrix<double>.Build.Dense(
        60,
        4,
        (i, j) => Math.Sin(7 * i + 3 * j) + i % 3 * (j == 0 ? 2 : 0)
    );
    private static readonly long[] Labels = [.. Enumerable.Range(0, 60).Select(i => (long)(i % 3))];

    private static Dataset Set => Vectors.ToDataset("waves", DatasetSplit.Train, Labels, ["a", "b", "c"]);

    [Fact]
    public void Their_points_are_the_matrixs_rows_undivided()
    {
        using var points = PointSet.Of(Set);
        using var direct = PointSet.Of(Vectors);
        points.Bytes.Should().Be(60 * 4 * sizeof(double));
        using var block = new Owned(points.Block(0, 60));
        using var expected = new Owned(direct.Block(0, 60));
        block.Values.Should().Equal(expected.Values);
    }

    [Fact]
    public void Float32_vectors_stay_so_and_are_not_divided()
    {
        var data = Dataset.FromVectors(
            "f",
            DatasetSplit.Train,
            new float[,]
            {
                { 0.5f, -3 },
                { 300, 1 },
            },
            [0, 1],
            ["a", "b"]
        );
        using var points = PointSet.Of(data);
        using var block = new Owned(points.Block(0, 2));
        (points.Bytes, points.Dimension).Should().Be((16, 2));
        block.Values.Should().Equal(0.5, -3, 300, 1);
    }

    [Fact]
    public void A_kernel_interpolates_their_random_labels()
    {
        var noisy = new UniformLabelNoise(1).Apply(Set, seed: 3);
        noisy.ChangedCount.Should().BeGreaterThan(20);
        using var points = PointSet.Of(noisy);
        KernelRegression.Fit(new GaussianKernel(2), points, [noisy.OneHot()]).Fits[0].Errors(noisy.Labels).Should().Be(0);
    }

    [Fact]
    public void Real_targets_are_no_classes()
    {
        var data = Vectors.ToDataset("waves", DatasetSplit.Train, Vectors.SubMatrix(0, 60, 0, 2));
        (data.TargetCount, data.Targets[3]).Should().Be((2, Vectors[1, 1]));
        new Action(() => data.OneHot())
            .Should()
            .Throw<InvalidOperationException>()
            .WithMessage("waves has real targets and no classes, so that it has no labels; use its Targets, or data with classes.");
    }

    [Fact]
    public void Real_targets_are_interpolated_by_a_learner()
    {
        var data = Vectors.ToDataset("waves", DatasetSplit.Train, Vectors.SubMatrix(0, 60, 0, 2));
        using var fitted = new KernelLearner(new GaussianKernel(2)).Fit(data, seed: 0);
        var outputs = fitted.Predict(data);
        outputs.Cast<double>().Zip(data.Targets.ToArray(), (o, t) => Math.Abs(o - t)).Max().Should().BeLessThan(1e-6);
        data.RealTargets()[3, 1].Should().Be(data.Targets[7]);
        new Action(() => Set.RealTargets()).Should().Throw<ArgumentException>().WithMessage("* must have real targets, but has classes; *");
    }

    [Fact]
    public void Features_take_raw_images_as_they_are()
    {
        var shape = new ImageShape(1, 8, 8);
        float[] pixels = [.. Enumerable.Range(0, 128).Select(i => (float)(i * 37 % 256))];
        Dataset Images(float factor, PixelScale scale) =>
            Dataset.FromPixels("i", DatasetSplit.Train, shape, [.. pixels.Select(p => p * factor)], [0, 1], ["a", "b"], scale);
        var map = GaborFeatures.Create(shape, new() { Grid = 2, Scales = 1 });
        using var divided = map.Block(0, Images(1, PixelScale.Bytes));
        using var raw = map.Block(0, Images(1 / 255f, PixelScale.Raw));
        var pairs = divided.data<float>().ToArray().Zip(raw.data<float>().ToArray());
        pairs.Should().OnlyContain(p => Math.Abs(p.First - p.Second) < 1e-5);
    }

    private sealed class Owned(PointBlock block) : IDisposable
    {
        public double[] Values => block.Values.data<double>().ToArray();

        public void Dispose() => block.Dispose();
    }
}
