using Generalization.Distributed.Blocks;
using TorchSharp;
using static TorchSharp.torch;

namespace Generalization.Tests.Blocks;

public class GradientCodecTests
{
    [Fact]
    public void What_rounding_takes_comes_with_the_next_gradients()
    {
        using var network = nn.Linear(4, 3);
        var slice = ParameterLayout.Of(network).Blocks[0];
        float[] gradient = [.. Enumerable.Range(0, slice.Length).Select(i => 1e-3f * (i + 1) / 7)];
        var (residual, got, sum) = (new float[slice.Length], new float[slice.Length], new double[slice.Length]);
        var bytes = new byte[GradientCodec.BytesOf(slice, GradientFormat.BFloat16)];
        bytes.Length.Should().Be(2 * slice.Length);
        const int steps = 1000;

        for (var step = 0; step < steps; step++)
        {
            GradientCodec.Encode(slice, GradientFormat.BFloat16, gradient, residual, bytes);
            GradientCodec.Decode(slice, GradientFormat.BFloat16, bytes, got);
            for (var i = 0; i < got.Length; i++)
                sum[i] += got[i];
        }

        for (var i = 0; i < got.Length; i++)
            sum[i].Should().BeApproximately(steps * (double)gradient[i], 1e-4 * gradient[i] * steps);
    }

    [Fact]
    public void Averages_keep_their_bits()
    {
        using var network = nn.Sequential(("a", nn.Linear(4, 3)), ("b", nn.BatchNorm1d(3)));
        var slice = ParameterLayout.Of(network).Blocks[0];
        float[] values = [.. Enumerable.Range(0, slice.Length).Select(i => 1f / (i + 3))];
        var (bytes, got) = (new byte[GradientCodec.BytesOf(slice, GradientFormat.BFloat16)], new float[slice.Length]);

        GradientCodec.Encode(slice, GradientFormat.BFloat16, values, new float[slice.Length], bytes);
        GradientCodec.Decode(slice, GradientFormat.BFloat16, bytes, got);

        foreach (var piece in slice.Pieces.Where(p => p.Entry.IsAverage))
            got[piece.FirstInBlock..(piece.FirstInBlock + piece.Length)]
                .Should()
                .Equal(values[piece.FirstInBlock..(piece.FirstInBlock + piece.Length)]);
    }
}
