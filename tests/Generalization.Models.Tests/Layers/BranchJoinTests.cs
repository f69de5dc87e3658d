using Generalization.Models.ImageNet;
using Generalization.Models.Layers;
using Generalization.Tests.Support;
using TorchSharp;
using static TorchSharp.torch;

namespace Generalization.Tests.Models.Layers;

/// <summary>Branches in one pass, against libtorch's own operators in float64.</summary>
[NoTensorLeaks]
public sealed class BranchJoinTests
{
    // Half a unit in the last of bfloat16's eight digits.
    private const double Rounding = 1 / 256.0;

    internal static Tensor Images(int images, int channels, int height, int width, double mean = 0.3, ulong seed = 1)
    {
        var values = new float[images * height * width * channels];
        new Generalization.Randomness.RandomKey(seed, Generalization.Randomness.RandomPurpose.Custom).Stream(0).FillGaussian(values);
        return tensor(values, [images, height, width, channels]).add(mean).to(ScalarType.BFloat16).permute(0, 3, 1, 2);
    }

    internal static ShiftedBatchNorm Normalization(int channels)
    {
        var layer = new ShiftedBatchNorm(channels);
        using var noGrad = no_grad();
        layer.Shift.copy_(linspace(-0.5, 0.5, channels));
        return layer;
    }

    // Elementwise, against a float64 oracle; what is below the scale of the whole is compared with that.
    private static void Near(Tensor actual, Tensor expected, double tolerance)
    {
        using var scope = NewDisposeScope();
        var wide = expected.to(ScalarType.Float64);
        var scale = wide.abs().add(wide.square().mean().sqrt());
        (actual.to(ScalarType.Float64) - wide).abs().div(scale).max().item<double>().Should().BeLessThan(tolerance);
    }

    [Avx512Theory]
    [InlineData(3, 16, 32, 5, 7)]
    [InlineData(4, 96, 48, 14, 14)]
    [InlineData(1, 32, 16, 1, 2)]
    [InlineData(20, 16, 80, 9, 9)]
    public void Two_normalized_branches_are_libtorchs_in_float64(int images, int one, int other, int height, int width)
    {
        using var scope = NewDisposeScope();
        using var first = Normalization(one);
        using var second = Normalization(other);
        using var firstWide = Normalization(one);
        using var secondWide = Normalization(other);
        firstWide.to(float64);
        secondWide.to(float64);
        var (x, y) = (Images(images, one, height, width), Images(images, other, height, width, seed: 2));
        var gradient = Images(images, one + other, height, width, seed: 3);
        var (xWide, yWide) = (x.to(float64).requires_grad_(), y.to(float64).requires_grad_());
        x.requires_grad_();
        y.requires_grad_();

        var joined = BranchJoin.Run(new NormalizedBranch(x, first), new NormalizedBranch(y, second));
        joined.dtype.Should().Be(ScalarType.BFloat16);
        var expected = cat([firstWide.call(xWide).relu(), secondWide.call(yWide).relu()], 1);
        Near(joined, expected, Rounding);
        joined.backward([gradient]);
        expected.backward([gradient.to(float64)]);
        // An element at the ReLU's edge may fall on the other side: the gradient is then compared without it.
        Near(x.grad!, xWide.grad!, 3 * Rounding);
        Near(y.grad!, yWide.grad!, 3 * Rounding);
        Near(first.Shift.grad!, firstWide.Shift.grad!, 1e-3);
        Near(second.Shift.grad!, secondWide.Shift.grad!, 1e-3);
        foreach (
            var ((name, buffer), (_, wide)) in first
                .named_buffers()
                .Concat(second.named_buffers())
                .Zip(firstWide.named_buffers().Concat(secondWide.named_buffers()))
        )
            Near(buffer, wide, 1e-5);
    }

    [Avx512Theory]
    [InlineData(8, 8, true)]
    [InlineData(7, 7, true)]
    [InlineData(5, 6, true)]
    [InlineData(1, 2, true)]
    [InlineData(35, 35, false)]
    [InlineData(4, 7, false)]
    [InlineData(3, 6, false)]
    public void A_pooled_branch_beside_another_is_libtorchs_to_the_last_bit(int height, int width, bool padded)
    {
        using var scope = NewDisposeScope();
        using var normalization = Normalization(16);
        // Few values, so that many maxima are there more than once.
        var input = Images(3, 32, height, width).mul(2).round().requires_grad_();
        var wide = input.detach().to(float32).contiguous().requires_grad_();
        var pooled = padded ? SamePadding.MaxPool(wide) : nn.functional.max_pool2d(wide, [3, 3], [2, 2]);
        var other = Images(3, 16, (int)pooled.shape[2], (int)pooled.shape[3]);
        var joined = BranchJoin.Run(new NormalizedBranch(other, normalization), new PooledBranch(input, padded));
        joined
            .narrow(1, 16, 32)
            .to(float32)
            .contiguous()
            .data<float>()
            .ToArray()
            .Should()
            .Equal(pooled.contiguous().data<float>().ToArray());
        var gradient = Images(3, 48, (int)pooled.shape[2], (int)pooled.shape[3], seed: 4);
        joined.backward([gradient]);
        pooled.backward([gradient.narrow(1, 16, 32).to(float32)]);
        input
            .grad!.to(float32)
            .contiguous()
            .data<float>()
            .ToArray()
            .Should()
            .Equal(wide.grad!.to(ScalarType.BFloat16).to(float32).contiguous().data<float>().ToArray());
    }

    [Avx512Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_learned_scale_is_libtorchs_in_float64(bool training)
    {
        using var scope = NewDisposeScope();
        InceptionBatchNorm Scaled()
        {
            var made = new InceptionBatchNorm(48, scale: true, new RunningDecay(0.9));
            using var noGrad = no_grad();
            made.Shift.copy_(linspace(-0.5, 0.5, 48));
            // Of both signs, and zero among them.
            made.Scale!.copy_(linspace(-1, 1.35, 48));
            made.Scale[20] = 0;
            made.train(training);
            return made;
        }

        using var layer = Scaled();
        using var wide = Scaled();
        wide.to(float64);
        var x = Images(6, 48, 9, 7);
        var gradient = Images(6, 48, 9, 7, seed: 3);
        var xWide = x.to(float64).requires_grad_();
        x.requires_grad_();
        var joined = BranchJoin.Run(new NormalizedBranch(x, layer));
        joined.dtype.Should().Be(ScalarType.BFloat16);
        var expected = wide.call(xWide).relu();
        Near(joined, expected, Rounding);
        joined.backward([gradient]);
        expected.backward([gradient.to(float64)]);
        Near(x.grad!, xWide.grad!, 3 * Rounding);
        Near(layer.Shift.grad!, wide.Shift.grad!, 1e-3);
        Near(layer.Scale!.grad!, wide.Scale!.grad!, 1e-3);
    }

    [Avx512Theory]
    [InlineData(100, 1.0)]
    [InlineData(-30, 1.0)]
    public void A_mean_far_from_zero_costs_no_digits(double mean, double tolerance)
    {
        using var scope = NewDisposeScope();
        using var layer = Normalization(16);
        using var wide = Normalization(16);
        wide.to(float64);
        var x = Images(8, 16, 12, 12, mean);
        var expected = wide.call(x.to(float64)).relu();
        Near(BranchJoin.Run(new NormalizedBranch(x, layer)), expected, tolerance * Rounding);
    }

    [Avx512Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void In_evaluation_running_averages_are_used_and_stay(bool gradients)
    {
        using var scope = NewDisposeScope();
        using var layer = Normalization(32);
        layer.call(Images(4, 32, 5, 5).to(float32));
        layer.eval();
        var before = layer.named_buffers().Select(b => b.buffer.data<float>().ToArray()).ToArray();
        var x = Images(4, 32, 5, 5, seed: 2);
        var wide = x.to(float32).requires_grad_();
        x.requires_grad_(gradients);
        var joined = BranchJoin.Run(new NormalizedBranch(x, layer));
        var expected = layer.call(wide).relu();
        Near(joined, expected, Rounding);
        layer.named_buffers().Select(b => b.buffer.data<float>().ToArray()).Should().BeEquivalentTo(before);
        if (!gradients)
            return;
        joined.backward([ones_like(joined)]);
        var shift = layer.Shift.grad!.clone();
        layer.Shift.grad!.zero_();
        expected.backward([ones_like(expected)]);
        Near(x.grad!, wide.grad!, Rounding);
        Near(shift, layer.Shift.grad!, 1e-3);
    }

    [Avx512Theory]
    [InlineData(32)]
    public void A_relu_alone_is_exact(int channels)
    {
        using var scope = NewDisposeScope();
        var x = Images(2, channels, 3, 3, mean: 0).requires_grad_();
        var joined = BranchJoin.Run(new RectifiedBranch(x));
        joined
            .to(float32)
            .contiguous()
            .data<float>()
            .ToArray()
            .Should()
            .Equal(x.detach().relu().to(float32).contiguous().data<float>().ToArray());
        joined.backward([ones_like(joined)]);
        x.grad!.to(float32).sum().item<float>().Should().Be(x.detach().gt(0).sum().item<long>());
    }

    [Avx512Theory]
    [InlineData(16)]
    public void What_is_no_number_stays_none(int channels)
    {
        using var scope = NewDisposeScope();
        using var layer = Normalization(channels);
        layer.eval();
        var x = Images(1, channels, 2, 2);
        using (no_grad())
            x[0, 3, 1, 1] = tensor(float.NaN).to(ScalarType.BFloat16);
        BranchJoin.Run(new NormalizedBranch(x, layer)).isnan().sum().item<long>().Should().Be(1);
        BranchJoin.Run(new PooledBranch(x)).isnan().sum().item<long>().Should().Be(1);
    }

    /// <summary>In float32, and where channels are not a multiple of 16 or lie first, libtorch's operators do it.</summary>
    [Theory]
    [InlineData(10, true, true)]
    [InlineData(16, false, true)]
    [InlineData(16, true, false)]
    public void What_does_not_fit_one_pass_is_left_to_libtorch(int channels, bool half, bool channelsLast)
    {
        using var scope = NewDisposeScope();
        using var layer = Normalization(channels);
        using var other = Normalization(channels);
        var x = Images(4, channels, 6, 6).to(half ? ScalarType.BFloat16 : ScalarType.Float32);
        if (!channelsLast)
            x = x.contiguous();
        var branch = new NormalizedBranch(x, layer);
        branch.IsFused.Should().BeFalse();
        BranchJoin
            .Run(branch, new NormalizedBranch(x, layer))
            .to(float32)
            .contiguous()
            .data<float>()
            .ToArray()
            .Should()
            .Equal(cat([other.call(x).relu(), other.call(x).relu()], 1).to(float32).contiguous().data<float>().ToArray());
    }
}
