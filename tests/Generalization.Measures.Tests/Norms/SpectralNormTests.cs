using Generalization.Measures.Norms;
using Generalization.Models.Structure;
using Generalization.Tests.Support;
using MathNet.Numerics.LinearAlgebra;
using TorchSharp;
using static TorchSharp.torch;

namespace Generalization.Tests.Measures.Norms;

[NoTensorLeaks]
public class SpectralNormTests
{
    /// <summary>Against the largest singular value of the dense matrix, whose columns are the images of the unit vectors.</summary>
    [Theory]
    [InlineData(3, 1, 1, 1, 1)]
    [InlineData(3, 2, 1, 1, 1)]
    [InlineData(3, 2, 0, 1, 1)]
    [InlineData(5, 1, 2, 1, 1)]
    [InlineData(3, 1, 2, 2, 1)]
    [InlineData(3, 3, 1, 1, 2)]
    public void A_convolution_has_the_norm_of_its_dense_matrix(int kernel, int stride, int padding, int dilation, int groups)
    {
        using var scope = NewDisposeScope();
        using var layer = nn.Conv2d(2, 4, kernel, stride: stride, padding: padding, dilation: dilation, groups: groups);
        Fill(layer, 1);
        Compare(AffinePart.Of("convolution", layer), 2, 7, 6);
    }

    /// <summary>The padding of a 3×3 window at stride 2 over an even size: (0, 1).</summary>
    [Fact]
    public void Zeros_that_are_added_before_count_too()
    {
        using var scope = NewDisposeScope();
        using var layer = nn.Conv2d(2, 3, 3, stride: 2);
        Fill(layer, 2);
        Compare(AffinePart.Of("convolution", layer, x => nn.functional.pad(x, [0, 1, 0, 1])), 2, 6, 6);
    }

    [Fact]
    public void A_linear_layer_has_its_largest_singular_value()
    {
        using var scope = NewDisposeScope();
        using var layer = nn.Linear(12, 7);
        Fill(layer, 3);
        Compare(AffinePart.Of("linear", layer), 12);
    }

    /// <summary>Two singular values that differ by a thousandth: the last iterate alone would need thousands of steps.</summary>
    [Fact]
    public void Close_singular_values_are_no_hindrance()
    {
        using var scope = NewDisposeScope();
        using var layer = nn.Linear(3, 3, hasBias: false);
        using (no_grad())
            layer.weight!.copy_(diag(tensor(new float[] { 1, 0.999f, 0.5f })));
        var norm = SpectralNorm.Of(AffinePart.Of("linear", layer), [3]);
        norm.Value.Should().BeApproximately(1, 1e-12);
        norm.Converged.Should().BeTrue();
    }

    [Fact]
    public void Weights_of_zero_have_norm_0()
    {
        using var scope = NewDisposeScope();
        using var layer = nn.Linear(3, 2);
        using (no_grad())
            layer.weight!.zero_();
        SpectralNorm.Of(AffinePart.Of("linear", layer), [3]).Should().Be(new SpectralNorm(0, 1, 0, true));
    }

    [Fact]
    public void Work_that_is_cancelled_ends()
    {
        using var scope = NewDisposeScope();
        using var layer = nn.Linear(3, 2);
        FluentActions
            .Invoking(() => SpectralNorm.Of(AffinePart.Of("linear", layer), [3], token: new CancellationToken(true)))
            .Should()
            .Throw<OperationCanceledException>();
    }

    internal static void Fill(nn.Module module, int seed)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        foreach (var parameter in module.parameters())
            parameter.copy_(
                tensor(
                    Enumerable.Range(0, (int)parameter.numel()).Select(i => (float)Math.Sin(12.9898 * (i + 1) * seed)).ToArray(),
                    parameter.shape
                )
            );
    }

    private static void Compare(AffinePart layer, params long[] shape)
    {
        var size = (int)shape.Aggregate(1L, (a, b) => a * b);
        using var noGrad = no_grad();
        var columns = eye(size).reshape([size, .. shape]).to(ScalarType.Float64);
        var images = layer.Map(columns, layer.Weight.to(ScalarType.Float64)).flatten(1); // (inputs, outputs)
        var dense = Matrix<double>.Build.Dense(size, (int)images.shape[1], (i, j) => images[i, j].item<double>());
        var expected = dense.Svd(computeVectors: false).S[0];
        var norm = SpectralNorm.Of(layer, shape);
        norm.Converged.Should().BeTrue();
        norm.Value.Should().BeApproximately(expected, 1e-9 * expected).And.BeLessThanOrEqualTo(expected * (1 + 1e-12));
        norm.Residual.Should().BeLessThanOrEqualTo(1e-6);
    }
}
