using Generalization.Models.Layers;
using Generalization.Tests.Support;
using static TorchSharp.torch;

namespace Generalization.Tests.Models.Layers;

[NoTensorLeaks]
public class SamePaddingTests
{
    /// <summary>TensorFlow's rule, a row at a time: ⌈size/stride⌉ windows, the odd one of the padding after the image.</summary>
    private static IEnumerable<(int Output, int First)> Windows(int size, int kernel, int stride)
    {
        var outputs = (int)Math.Ceiling(size / (double)stride);
        var padding = Math.Max(0, (outputs - 1) * stride + kernel - size);
        for (var i = 0; i < outputs; i++)
            yield return (i, i * stride - padding / 2);
    }

    private static float[] Ramp(int height, int width) =>
        [.. Enumerable.Range(0, height * width).Select(i => (float)((i * 7919) % 101 - 120))];

    [Theory]
    [InlineData(28, 28)]
    [InlineData(7, 7)]
    [InlineData(6, 9)]
    [InlineData(1, 2)]
    public void Max_pool_takes_the_largest_pixel_of_each_window(int height, int width)
    {
        // All values are negative: padding with zeros would win.
        var values = Ramp(height, width);
        using var images = tensor(values, [1, 1, height, width]);
        using var pooled = SamePadding.MaxPool(images);
        var expected =
            from y in Windows(height, 3, 2)
            from x in Windows(width, 3, 2)
            select (
                from yy in Enumerable.Range(y.First, 3)
                where yy >= 0 && yy < height
                from xx in Enumerable.Range(x.First, 3)
                where xx >= 0 && xx < width
                select values[yy * width + xx]
            ).Max();
        pooled.shape.Should().Equal(1, 1, (height + 1) / 2, (width + 1) / 2);
        pooled.data<float>().ToArray().Should().Equal(expected);
    }

    [Theory]
    [InlineData(28, 28, 3, 2)]
    [InlineData(7, 8, 3, 2)]
    [InlineData(9, 6, 5, 1)]
    [InlineData(4, 4, 1, 1)]
    public void Padded_convolution_sums_each_window(int height, int width, int kernel, int stride)
    {
        using var scope = NewDisposeScope();
        var values = Ramp(height, width);
        var padded = SamePadding.Pad(tensor(values, [1, 1, height, width]), kernel, stride);
        var sums = nn.functional.conv2d(padded, ones(1, 1, kernel, kernel), strides: [stride, stride]);
        var expected =
            from y in Windows(height, kernel, stride)
            from x in Windows(width, kernel, stride)
            select (
                from yy in Enumerable.Range(y.First, kernel)
                where yy >= 0 && yy < height
                from xx in Enumerable.Range(x.First, kernel)
                where xx >= 0 && xx < width
                select values[yy * width + xx]
            ).Sum();
        sums.data<float>().ToArray().Should().Equal(expected);
    }
}
