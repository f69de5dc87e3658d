using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Generalization.Torch;

namespace Generalization.Models.Layers;

/// <summary>Passes over (rows, channels) of bfloat16 that a batch normalization with its ReLU is made of; statistics and sums are in
/// float32 within blocks of rows, and in float64 over them.</summary>
/// <remarks>Each pass reads or writes each element once. The blocks do not depend on the number of threads, and so the bits do not
/// either.</remarks>
internal static unsafe class NormalizationKernels
{
    // Ahead is how far memory is asked for before it is needed, in elements: a processor does not look beyond a page by itself.
    private const int BlockRows = 512,
        Ahead = 1024,
        Lanes = BFloat16Lanes.Count;

    /// <summary>The mean and the biased variance of each channel.</summary>
    public static (double[] Mean, double[] Variance) Statistics(ushort* input, int rows, int channels)
    {
        // Sums of what lies above the first row, so that a mean far from zero cancels no digits.
        var first = new float[channels];
        for (var c = 0; c < channels; c++)
            first[c] = BitConverter.UInt32BitsToSingle((uint)input[c] << 16);
        var sums = SumBlocks(
            rows,
            channels,
            (from, to, sum, square) =>
            {
                fixed (float* shift = first)
                    AddSquares(input + (long)from * channels, to - from, channels, shift, sum, square);
            }
        );
        var (mean, variance) = (new double[channels], new double[channels]);
        for (var c = 0; c < channels; c++)
        {
            var above = sums.First[c] / rows;
            mean[c] = first[c] + above;
            variance[c] = Math.Max(0, sums.Second[c] / rows - above * above);
        }

        return (mean, variance);
    }

    /// <summary>y = max(0, a·x + b), into rows that lie a stride apart.</summary>
    public static void NormalizeRelu(ushort* input, int rows, int channels, float[] scale, float[] offset, ushort* output, int stride) =>
        OverBlocks(
            rows,
            [MethodImpl(MethodImplOptions.AggressiveOptimization)]
            (int from, int to) =>
            {
                fixed (
                    float* a = scale,
                        b = offset
                )
                    for (var row = from; row < to; row++)
                    {
                        ushort* x = input + (long)row * channels,
                            y = output + (long)row * stride;
                        for (var c = 0; c < channels; c += Lanes)
                        {
                            Sse.Prefetch0(x + c + Ahead);
                            var value = Avx512F.FusedMultiplyAdd(BFloat16Lanes.Load(x + c), Vector512.Load(a + c), Vector512.Load(b + c));
                            // In this order a NaN stays one.
                            BFloat16Lanes.Store(Avx512F.Max(Vector512<float>.Zero, value), y + c);
                        }
                    }
            }
        );

    /// <summary>Σ g and Σ g·(x − μ) of each channel, where g is the gradient where a·x + b is positive.</summary>
    public static (double[] First, double[] Second) GradientSums(
        ushort* gradient,
        int stride,
        ushort* input,
        int rows,
        int channels,
        float[] scale,
        float[] offset,
        float[] mean
    ) =>
        SumBlocks(
            rows,
            channels,
            [MethodImpl(MethodImplOptions.AggressiveOptimization)]
            (int from, int to, float* sum, float* product) =>
            {
                fixed (
                    float* a = scale,
                        b = offset,
                        m = mean
                )
                    for (var row = from; row < to; row++)
                    {
                        ushort* x = input + (long)row * channels,
                            g = gradient + (long)row * stride;
                        for (var c = 0; c < channels; c += Lanes)
                        {
                            Sse.Prefetch0(x + c + Ahead);
                            Sse.Prefetch0(g + c + Ahead);
                            var value = BFloat16Lanes.Load(x + c);
                            var passed = Passed(value, BFloat16Lanes.Load(g + c), a + c, b + c);
                            Avx512F.Add(Vector512.Load(sum + c), passed).Store(sum + c);
                            Avx512F
                                .FusedMultiplyAdd(passed, Avx512F.Subtract(value, Vector512.Load(m + c)), Vector512.Load(product + c))
                                .Store(product + c);
                        }
                    }
            }
        );

    /// <summary>The input's gradient, a·g − p·x + q.</summary>
    public static void InputGradient(
        ushort* gradient,
        int stride,
        ushort* input,
        int rows,
        int channels,
        float[] scale,
        float[] offset,
        float[] slope,
        float[] constant,
        ushort* output
    ) =>
        OverBlocks(
            rows,
            [MethodImpl(MethodImplOptions.AggressiveOptimization)]
            (int from, int to) =>
            {
                fixed (
                    float* a = scale,
                        b = offset,
                        p = slope,
                        q = constant
                )
                    for (var row = from; row < to; row++)
                    {
                        ushort* x = input + (long)row * channels,
                            g = gradient + (long)row * stride;
                        var target = output + (long)row * channels;
                        for (var c = 0; c < channels; c += Lanes)
                        {
                            Sse.Prefetch0(x + c + Ahead);
                            Sse.Prefetch0(g + c + Ahead);
                            var value = BFloat16Lanes.Load(x + c);
                            var passed = Passed(value, BFloat16Lanes.Load(g + c), a + c, b + c);
                            var rest = Avx512F.FusedMultiplyAddNegated(value, Vector512.Load(p + c), Vector512.Load(q + c));
                            BFloat16Lanes.Store(Avx512F.FusedMultiplyAdd(passed, Vector512.Load(a + c), rest), target + c);
                        }
                    }
            }
        );

    // The gradient where the ReLU lets it through.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Passed(Vector512<float> value, Vector512<float> gradient, float* scale, float* offset)
    {
        var normalized = Avx512F.FusedMultiplyAdd(value, Vector512.Load(scale), Vector512.Load(offset));
        return Vector512.ConditionalSelect(Vector512.GreaterThan(normalized, Vector512<float>.Zero), gradient, Vector512<float>.Zero);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddSquares(ushort* input, int rows, int channels, float* shift, float* sum, float* square)
    {
        var row = 0;
        // Four rows share a load of the sums.
        for (; row + 4 <= rows; row += 4)
        for (var c = 0; c < channels; c += Lanes)
        {
            var x = input + (long)row * channels + c;
            var first = Vector512.Load(shift + c);
            Sse.Prefetch0(x + Ahead);
            Sse.Prefetch0(x + channels + Ahead);
            Sse.Prefetch0(x + 2 * channels + Ahead);
            Sse.Prefetch0(x + 3 * channels + Ahead);
            Vector512<float> v0 = Avx512F.Subtract(BFloat16Lanes.Load(x), first),
                v1 = Avx512F.Subtract(BFloat16Lanes.Load(x + channels), first),
                v2 = Avx512F.Subtract(BFloat16Lanes.Load(x + 2 * channels), first),
                v3 = Avx512F.Subtract(BFloat16Lanes.Load(x + 3 * channels), first);
            Avx512F.Add(Vector512.Load(sum + c), Avx512F.Add(Avx512F.Add(v0, v1), Avx512F.Add(v2, v3))).Store(sum + c);
            var low = Avx512F.FusedMultiplyAdd(v0, v0, Avx512F.Multiply(v1, v1));
            var high = Avx512F.FusedMultiplyAdd(v2, v2, Avx512F.Multiply(v3, v3));
            Avx512F.Add(Vector512.Load(square + c), Avx512F.Add(low, high)).Store(square + c);
        }

        for (; row < rows; row++)
        for (var c = 0; c < channels; c += Lanes)
        {
            var value = Avx512F.Subtract(BFloat16Lanes.Load(input + (long)row * channels + c), Vector512.Load(shift + c));
            Avx512F.Add(Vector512.Load(sum + c), value).Store(sum + c);
            Avx512F.FusedMultiplyAdd(value, value, Vector512.Load(square + c)).Store(square + c);
        }
    }

    private delegate void Pass(int from, int to);

    private delegate void SummingPass(int from, int to, float* first, float* second);

    private static void OverBlocks(int rows, Pass pass) =>
        TorchThreads.For((rows + BlockRows - 1) / BlockRows, block => pass(block * BlockRows, Math.Min(rows, (block + 1) * BlockRows)));

    private static (double[] First, double[] Second) SumBlocks(int rows, int channels, SummingPass pass)
    {
        var blocks = (rows + BlockRows - 1) / BlockRows;
        // An array of that size made anew each time would be a full collection every few steps.
        var sums = ArrayPool<float>.Shared.Rent(blocks * 2 * channels);
        sums.AsSpan(0, blocks * 2 * channels).Clear();
        TorchThreads.For(
            blocks,
            block =>
            {
                fixed (float* sum = &sums[block * 2 * channels])
                    pass(block * BlockRows, Math.Min(rows, (block + 1) * BlockRows), sum, sum + channels);
            }
        );
        var (first, second) = (new double[channels], new double[channels]);
        for (var block = 0; block < blocks; block++)
        for (var c = 0; c < channels; c++)
        {
            first[c] += sums[block * 2 * channels + c];
            second[c] += sums[(block * 2 + 1) * channels + c];
        }

        ArrayPool<float>.Shared.Return(sums);
        return (first, second);
    }
}
