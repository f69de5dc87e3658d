using Generalization.Data;
using Generalization.Models;
using Generalization.Tests.Support;
using static TorchSharp.torch;

namespace Generalization.Tests.Models.Inception;

[NoTensorLeaks]
public class SmallInceptionTests
{
    private static readonly ImageShape Cifar = new(3, 28, 28);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Has_the_papers_number_of_parameters(bool batchNorm)
    {
        using var network = SmallInception.Create(Cifar, 10, 0, batchNorm);
        network.parameters().Sum(p => p.numel()).Should().Be(1_649_402);
    }

    [Fact]
    public void Without_batch_norm_no_module_normalizes_and_with_it_no_convolution_has_a_bias()
    {
        using var without = SmallInception.Create(Cifar, 10, 0, batchNorm: false);
        without.named_modules().Select(m => m.module.GetType().Name).Should().NotContain(n => n.Contains("Norm"));
        without.named_buffers().Should().BeEmpty();
        using var with = SmallInception.Create(Cifar, 10, 0);
        with.named_parameters().Select(p => p.name).Where(n => n.EndsWith("bias")).Should().Equal("classifier.bias");
        with.named_parameters().Count(p => p.name.EndsWith("shift")).Should().Be(19);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Filters_have_the_documented_spread_and_a_mean_of_zero_where_nothing_normalizes(bool batchNorm)
    {
        using var scope = NewDisposeScope();
        using var network = SmallInception.Create(Cifar, 10, 0, batchNorm);
        foreach (var weight in network.parameters().Where(p => p.dim() == 4))
        {
            var fanIn = weight.numel() / weight.shape[0];
            var scaled = weight * Math.Sqrt(fanIn / 2.0);
            var deviation = 1 / Math.Sqrt(2.0 * weight.numel());
            scaled.square().mean().sqrt().item<float>().Should().BeApproximately(1, (float)(5 * deviation) + 0.6f / fanIn);
            var largestMean = scaled.mean([1, 2, 3]).abs().max().item<float>();
            if (batchNorm)
                largestMean.Should().BeGreaterThan(1 / MathF.Sqrt(fanIn));
            else
                largestMean.Should().BeLessThan(1e-6f);
        }
    }

    /// <summary>The layout of figure 3, written out with plain functions in the order of the parameters.</summary>
    [Theory]
    [InlineData(true, 28)]
    [InlineData(false, 28)]
    [InlineData(true, 13)]
    public void Computes_figure_3(bool batchNorm, int size)
    {
        using var scope = NewDisposeScope();
        using var network = SmallInception.Create(new ImageShape(3, size, size), 10, 7, batchNorm);
        network.train();
        // Away from the initial zeros, so that a forgotten bias or shift shows.
        using (no_grad())
            foreach (var p in network.parameters().Where(p => p.dim() == 1))
                p.copy_(linspace(-0.3, 0.3, p.numel()));
        var weights = new Queue<Tensor>(network.parameters());
        var x = linspace(-2, 2, 4 * 3 * size * size).sin().mul(3).view(4, 3, size, size);

        Tensor Conv(Tensor input, int stride = 1)
        {
            var (weight, shift) = (weights.Dequeue(), weights.Dequeue());
            var k = weight.shape[2];
            var total = Math.Max(0, ((input.shape[2] + stride - 1) / stride - 1) * stride + k - input.shape[2]);
            var padded = nn.functional.pad(input, [total / 2, total - total / 2, total / 2, total - total / 2]);
            var y = nn.functional.conv2d(padded, weight, strides: [stride, stride]);
            if (batchNorm)
                y = (y - y.mean([0, 2, 3], keepdim: true)) / (y.var([0, 2, 3], unbiased: false, keepdim: true) + 1e-3).sqrt();
            return (y + shift.view(1, -1, 1, 1)).clamp_min(0);
        }

        Tensor Inception(Tensor input)
        {
            var one = Conv(input);
            return cat([one, Conv(input)], 1);
        }

        Tensor Downsample(Tensor input)
        {
            var total = ((input.shape[2] + 1) / 2 - 1) * 2 + 3 - input.shape[2];
            var padded = nn.functional.pad(
                input,
                [total / 2, total - total / 2, total / 2, total - total / 2],
                value: double.NegativeInfinity
            );
            return cat([Conv(input, 2), nn.functional.max_pool2d(padded, 3, 2)], 1);
        }

        var y = Inception(Inception(Conv(x)));
        y = Downsample(y);
        y = Downsample(Inception(Inception(Inception(Inception(y)))));
        y = Inception(Inception(y)).mean([2, 3]);
        y = y.matmul(weights.Dequeue().t()) + weights.Dequeue();
        weights.Should().BeEmpty();
        (network.call(x) - y).abs().max().item<float>().Should().BeLessThan(2e-4f);
    }

    [Fact]
    public void Takes_any_shape_and_class_count_and_its_formula_counts_the_parameters()
    {
        foreach (var name in PaperModels.Cifar10Names)
        foreach (var (shape, k) in new[] { (new ImageShape(1, 28, 28), 10), (new ImageShape(3, 17, 9), 100), (new ImageShape(2, 5, 6), 3) })
        {
            using var scope = NewDisposeScope();
            using var network = PaperModels.Named(name).Create(shape, k, 0, dropout: 0.2);
            network.parameters().Sum(p => p.numel()).Should().Be(PaperModels.Named(name).ParameterCount(shape, k), name);
            network.call(ones(2, shape.Channels, shape.Height, shape.Width)).shape.Should().Equal([2, k], name);
        }
    }

    [Fact]
    public void A_dropout_of_one_is_refused() =>
        new Action(() => SmallInception.Create(Cifar, 10, 0, dropout: 1))
            .Should()
            .Throw<ArgumentOutOfRangeException>()
            .WithMessage("Dropout must lie in [0, 1), but was 1.*");

    [Fact]
    public void An_unknown_name_names_the_known_ones() =>
        new Action(() => PaperModels.Named("resnet"))
            .Should()
            .Throw<ArgumentException>()
            .WithMessage(
                "The model must be one of inception, inception-no-bn, alexnet, mlp-1x512, mlp-3x512, inception-v3, but was resnet.*"
            );
}
