using Generalization.Models.Layers;
using Generalization.Tests.Support;
using TorchSharp;
using static TorchSharp.torch;

namespace Generalization.Tests.Models.Layers;

[NoTensorLeaks]
public class LayerTests
{
    private static Tensor Numbers(params long[] shape) =>
        tensor(
            Enumerable.Range(0, (int)shape.Aggregate(1L, (a, b) => a * b)).Select(i => (float)Math.Sin(i * 12.9898) * 9).ToArray(),
            shape
        );

    [Fact]
    public void Local_response_norm_is_torchs_of_size_9_with_alpha_times_9()
    {
        using var scope = NewDisposeScope();
        using var layer = new LocalResponseNorm(64);
        var x = Numbers(3, 64, 4, 5);
        var expected = nn.functional.local_response_norm(x, size: 9, alpha: 0.001, beta: 0.75, k: 1);
        (layer.call(x) - expected).abs().max().item<float>().Should().BeLessThan(2e-6f);
        layer.parameters().Should().BeEmpty();
        layer.state_dict().Should().BeEmpty("the window is no part of what is learned");
    }

    /// <summary>TorchSharp moves parameters and what is part of the state; the window is neither.</summary>
    [Fact]
    public void Local_response_norm_goes_where_its_module_goes()
    {
        using var scope = NewDisposeScope();
        using var network = nn.Sequential(("conv", nn.Conv2d(3, 16, 1)), ("norm", new LocalResponseNorm(16)));
        var x = Numbers(2, 3, 4, 5);
        var expected = network.call(x);
        network.to(float64);
        var wide = network.call(x.to(float64));
        wide.dtype.Should().Be(float64);
        (wide - expected).abs().max().item<double>().Should().BeLessThan(1e-5);
        network.to(float32);
        network.call(x).data<float>().ToArray().Should().Equal(expected.data<float>().ToArray());
    }

    [Fact]
    public void Shifted_batch_norm_standardizes_each_channel_over_the_batch_and_adds_its_shift()
    {
        using var scope = NewDisposeScope();
        using var layer = new ShiftedBatchNorm(5);
        layer.parameters().Should().ContainSingle("there is a shift and no scale").Which.shape.Should().Equal(5);
        using (no_grad())
            layer.parameters().Single().copy_(tensor(new float[] { 1, 2, 3, 4, 5 }));
        var x = Numbers(4, 5, 3, 3).add(7);
        var mean = x.mean([0, 2, 3], keepdim: true);
        var variance = (x - mean).square().mean([0, 2, 3], keepdim: true);
        var shift = tensor(new float[] { 1, 2, 3, 4, 5 }, [1, 5, 1, 1]);

        layer.train();
        (layer.call(x) - ((x - mean) / (variance + 1e-3).sqrt() + shift)).abs().max().item<float>().Should().BeLessThan(1e-5f);

        // After one batch the running averages hold a tenth of it; the variance there is the sample's, with n − 1.
        layer.eval();
        var (runningMean, runningVariance) = (mean * 0.1, 0.9 + 0.1 * variance * 36 / 35);
        (layer.call(x) - ((x - runningMean) / (runningVariance + 1e-3).sqrt() + shift))
            .abs()
            .max()
            .item<float>()
            .Should()
            .BeLessThan(1e-4f);
    }

    [Theory]
    [InlineData(1.0, 0, "The probability of dropout must lie in [0, 1), but was 1.*")]
    [InlineData(double.NaN, 0, "The probability of dropout must lie in [0, 1), but was NaN.*")]
    [InlineData(0.5, -1, "The layer must lie from 0 to 3839, but was -1.*")]
    [InlineData(0.5, 3840, "The layer must lie from 0 to 3839, but was 3840.*")]
    public void Dropout_outside_its_range_is_refused(double probability, int layer, string sentence) =>
        new Action(() => new SeededDropout(probability, 0, layer)).Should().Throw<ArgumentOutOfRangeException>().WithMessage(sentence);

    [Fact]
    public void Dropout_drops_a_share_p_scales_the_rest_and_never_repeats_a_mask()
    {
        using var scope = NewDisposeScope();
        using var layer = new SeededDropout(0.3, seed: 4, layer: 0);
        var x = ones(200, 100);
        float[] Mask() => layer.call(x).data<float>().ToArray();

        layer.train();
        var (first, second) = (Mask(), Mask());
        first.Distinct().Order().Should().Equal(0, (float)(1 / 0.7));
        (first.Count(v => v == 0) / 20_000.0).Should().BeApproximately(0.3, 5 * Math.Sqrt(0.21 / 20_000));
        first
            .Zip(second)
            .Count(p => p.First == p.Second)
            .Should()
            .BeInRange(11_000, 12_200, "two independent masks agree with probability 0.58");
        first[..100].Should().NotEqual(first[100..200]);

        layer.Position.Should().Be(2);
        layer.Position = 0;
        Mask().Should().Equal(first, "a training that is taken up again draws the same masks");
        using var other = new SeededDropout(0.3, seed: 4, layer: 1);
        other.call(x).data<float>().ToArray().Should().NotEqual(first);

        layer.eval();
        Mask().Should().OnlyContain(v => v == 1);
    }
}
