using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Generalization.Torch;

namespace Generalization.Models.Layers;

/// <summary>Max pooling 3×3 at stride 2 over (n, H, W, channels) of bfloat16, into rows that lie a stride apart, with the place of each
/// maximum in its window as a byte.</summary>
/// <param name="Images">n.</param>
/// <param name="Height">H.</param>
/// <param name="Width">W.</param>
/// <param name="Channels">A multiple of 16.</param>
/// <param name="Padded">Whether with SAME padding, or with whole windows alone.</param>
internal readonly unsafe record struct MaxPoolKernels(int Images, int Height, int Width, int Channels, bool Padded)
{
    private const int Window = 3,
        Lanes = BFloat16Lanes.Count;

    /// <summary>The rows that come out.</summary>
    public int OutputHeight => OutputSize(Height, Padded);

    /// <summary>The columns that come out.</summary>
    public int OutputWidth => OutputSize(Width, Padded);

    /// <summary>⌈size / 2⌉ with padding, and the whole windows without.</summary>
    public static int OutputSize(int size, bool padded) => padded ? SamePadding.OutputSize(size, 2) : (size - Window) / 2 + 1;

    // An even size is padded behind alone, an odd one on both sides.
    private int Before(int size) => Padded ? size % 2 : 0;

    /// <summary>The maxima and their places.</summary>
    public void Forward(ushort* input, ushort* output, int stride, byte* places)
    {
        var pool = this;
        TorchThreads.For(
            Images * OutputHeight,
            line =>
            {
                var (image, y) = (line / pool.OutputHeight, line % pool.OutputHeight);
                for (var x = 0; x < pool.OutputWidth; x++)
                {
                    var at = (long)line * pool.OutputWidth + x;
                    pool.ForwardWindow(
                        input + (long)image * pool.Height * pool.Width * pool.Channels,
                        y,
                        x,
                        output + at * stride,
                        places + at * pool.Channels
                    );
                }
            }
        );
    }

    /// <summary>The input's gradient: each maximum's, summed over the windows that it is the maximum of.</summary>
    public void Backward(ushort* gradient, int stride, byte* places, ushort* output)
    {
        var pool = this;
        TorchThreads.For(
            Images * Height,
            line =>
            {
                var (image, y) = (line / pool.Height, line % pool.Height);
                var first = (long)image * pool.OutputHeight * pool.OutputWidth;
                for (var x = 0; x < pool.Width; x++)
                    pool.BackwardPixel(
                        gradient + first * stride,
                        stride,
                        places + first * pool.Channels,
                        y,
                        x,
                        output + ((long)line * pool.Width + x) * pool.Channels
                    );
            }
        );
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void ForwardWindow(ushort* image, int outY, int outX, ushort* output, byte* places)
    {
        int top = outY * 2 - Before(Height),
            left = outX * 2 - Before(Width);
        for (var c = 0; c < Channels; c += Lanes)
        {
            var best = Vector512.Create(float.NegativeInfinity);
            var place = Vector512<int>.Zero;
            for (var i = Math.Max(0, -top); i < Window && top + i < Height; i++)
            for (var j = Math.Max(0, -left); j < Window && left + j < Width; j++)
            {
                var value = BFloat16Lanes.Load(image + ((long)(top + i) * Width + left + j) * Channels + c);
                // The first of several maxima; a NaN is above all.
                var better = Vector512.GreaterThan(value, best) | ~Vector512.Equals(value, value);
                best = Vector512.ConditionalSelect(better, value, best);
                place = Vector512.ConditionalSelect(better.AsInt32(), Vector512.Create(i * Window + j), place);
            }

            BFloat16Lanes.Store(best, output + c);
            Avx512F.ConvertToVector128Byte(place).Store(places + c);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void BackwardPixel(ushort* gradient, int stride, byte* places, int y, int x, ushort* output)
    {
        var (above, before) = (Before(Height), Before(Width));
        // The windows that cover row y begin at most two rows above it.
        int lastY = Math.Min(OutputHeight - 1, (y + above) / 2),
            firstY = Math.Max(0, (y + above - 1) / 2),
            lastX = Math.Min(OutputWidth - 1, (x + before) / 2),
            firstX = Math.Max(0, (x + before - 1) / 2);
        for (var c = 0; c < Channels; c += Lanes)
        {
            var sum = Vector512<float>.Zero;
            for (var outY = firstY; outY <= lastY; outY++)
            for (var outX = firstX; outX <= lastX; outX++)
            {
                var place = (y + above - outY * 2) * Window + x + before - outX * 2;
                var at = (long)outY * OutputWidth + outX;
                var here = Vector512.Equals(
                    Avx512F.ConvertToVector512Int32(Vector128.Load(places + at * Channels + c)),
                    Vector512.Create(place)
                );
                var passed = Vector512.ConditionalSelect(
                    here.AsSingle(),
                    BFloat16Lanes.Load(gradient + at * stride + c),
                    Vector512<float>.Zero
                );
                sum = Avx512F.Add(sum, passed);
            }

            BFloat16Lanes.Store(sum, output + c);
        }
    }
}
