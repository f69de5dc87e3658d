using System.Runtime.Intrinsics;
using Generalization.Torch;
using static TorchSharp.torch;

namespace Generalization.Kernels.Iterative;

/// <summary>GᵀV and V − G·P for a tall float32 matrix G and up to 16 columns, in float64: a library's product is slow at so few columns,
/// and would need G in float64.</summary>
/// <remarks>Two vectors of eight lanes hold a row of V. Four rows of G at a time share a load of the row of P, or of the sums.</remarks>
internal static class TallProduct
{
    public const int MostColumns = Lanes;
    private const int Lanes = 16,
        RowBlock = 4;

    /// <summary>GᵀV, (m, c), float64.</summary>
    /// <param name="tall">G, (n, m), float32.</param>
    /// <param name="values">V, (n, c), float64.</param>
    public static unsafe Tensor TransposedTimes(Tensor tall, Tensor values)
    {
        using var scope = NewDisposeScope();
        var (rows, width, columns) = ((int)tall.shape[0], (int)tall.shape[1], values.shape[1]);
        var padded = Padded(values);
        var workers = Environment.ProcessorCount;
        var sums = zeros([workers, width, Lanes], ScalarType.Float64);
        var (g, v, u) = ((nint)TensorMemory.Pointer(tall), (nint)TensorMemory.Pointer(padded), (nint)TensorMemory.Pointer(sums));
        Parallel.For(
            0,
            workers,
            w =>
            {
                var (begin, end) = Share(rows, w, workers);
                var sum = (double*)u + (long)w * width * Lanes;
                var row = begin;
                for (; row + RowBlock <= end; row += RowBlock)
                    AddFour((float*)g + (long)row * width, width, (double*)v + (long)row * Lanes, sum);
                for (; row < end; row++)
                    AddOne((float*)g + (long)row * width, width, (double*)v + (long)row * Lanes, sum);
            }
        );
        return sums.sum(dim: 0).narrow(1, 0, columns).contiguous().MoveToOuterDisposeScope();
    }

    /// <summary>Turns V into V − G·P.</summary>
    /// <param name="tall">G, (n, m), float32.</param>
    /// <param name="small">P, (m, c), float64.</param>
    /// <param name="values">V, (n, c), float64, written to.</param>
    public static unsafe void SubtractTimes(Tensor tall, Tensor small, Tensor values)
    {
        using var scope = NewDisposeScope();
        var (rows, width, columns) = ((int)tall.shape[0], (int)tall.shape[1], values.shape[1]);
        var (padded, result) = (Padded(small), Padded(values));
        var workers = Environment.ProcessorCount;
        var (g, p, r) = ((nint)TensorMemory.Pointer(tall), (nint)TensorMemory.Pointer(padded), (nint)TensorMemory.Pointer(result));
        Parallel.For(
            0,
            workers,
            w =>
            {
                var (begin, end) = Share(rows, w, workers);
                var row = begin;
                for (; row + RowBlock <= end; row += RowBlock)
                    SubtractFour((float*)g + (long)row * width, width, (double*)p, (double*)r + (long)row * Lanes);
                for (; row < end; row++)
                    SubtractOne((float*)g + (long)row * width, width, (double*)p, (double*)r + (long)row * Lanes);
            }
        );
        values.copy_(result.narrow(1, 0, columns));
    }

    private static Tensor Padded(Tensor values)
    {
        var padded = zeros([values.shape[0], Lanes], ScalarType.Float64);
        padded.narrow(1, 0, values.shape[1]).copy_(values);
        return padded;
    }

    private static (int Begin, int End) Share(int rows, int worker, int workers) =>
        ((int)((long)rows * worker / workers), (int)((long)rows * (worker + 1) / workers));

    private static unsafe void AddFour(float* g, int width, double* v, double* sum)
    {
        Vector512<double> a0 = Vector512.Load(v),
            a1 = Vector512.Load(v + 8),
            b0 = Vector512.Load(v + 16),
            b1 = Vector512.Load(v + 24),
            c0 = Vector512.Load(v + 32),
            c1 = Vector512.Load(v + 40),
            d0 = Vector512.Load(v + 48),
            d1 = Vector512.Load(v + 56);
        for (var j = 0; j < width; j++)
        {
            var target = sum + (long)j * Lanes;
            Vector512<double> a = Vector512.Create((double)g[j]),
                b = Vector512.Create((double)g[j + width]),
                c = Vector512.Create((double)g[j + 2L * width]),
                d = Vector512.Create((double)g[j + 3L * width]);
            var low = Vector512.FusedMultiplyAdd(a, a0, Vector512.Load(target));
            var high = Vector512.FusedMultiplyAdd(a, a1, Vector512.Load(target + 8));
            low = Vector512.FusedMultiplyAdd(b, b0, low);
            high = Vector512.FusedMultiplyAdd(b, b1, high);
            low = Vector512.FusedMultiplyAdd(c, c0, low);
            high = Vector512.FusedMultiplyAdd(c, c1, high);
            Vector512.FusedMultiplyAdd(d, d0, low).Store(target);
            Vector512.FusedMultiplyAdd(d, d1, high).Store(target + 8);
        }
    }

    private static unsafe void AddOne(float* g, int width, double* v, double* sum)
    {
        Vector512<double> a0 = Vector512.Load(v),
            a1 = Vector512.Load(v + 8);
        for (var j = 0; j < width; j++)
        {
            var target = sum + (long)j * Lanes;
            var a = Vector512.Create((double)g[j]);
            Vector512.FusedMultiplyAdd(a, a0, Vector512.Load(target)).Store(target);
            Vector512.FusedMultiplyAdd(a, a1, Vector512.Load(target + 8)).Store(target + 8);
        }
    }

    private static unsafe void SubtractFour(float* g, int width, double* p, double* r)
    {
        Vector512<double> a0 = default,
            a1 = default,
            b0 = default,
            b1 = default,
            c0 = default,
            c1 = default,
            d0 = default,
            d1 = default;
        for (var j = 0; j < width; j++)
        {
            Vector512<double> low = Vector512.Load(p + (long)j * Lanes),
                high = Vector512.Load(p + (long)j * Lanes + 8);
            Vector512<double> a = Vector512.Create((double)g[j]),
                b = Vector512.Create((double)g[j + width]),
                c = Vector512.Create((double)g[j + 2L * width]),
                d = Vector512.Create((double)g[j + 3L * width]);
            a0 = Vector512.FusedMultiplyAdd(a, low, a0);
            a1 = Vector512.FusedMultiplyAdd(a, high, a1);
            b0 = Vector512.FusedMultiplyAdd(b, low, b0);
            b1 = Vector512.FusedMultiplyAdd(b, high, b1);
            c0 = Vector512.FusedMultiplyAdd(c, low, c0);
            c1 = Vector512.FusedMultiplyAdd(c, high, c1);
            d0 = Vector512.FusedMultiplyAdd(d, low, d0);
            d1 = Vector512.FusedMultiplyAdd(d, high, d1);
        }

        Subtract(a0, r);
        Subtract(a1, r + 8);
        Subtract(b0, r + 16);
        Subtract(b1, r + 24);
        Subtract(c0, r + 32);
        Subtract(c1, r + 40);
        Subtract(d0, r + 48);
        Subtract(d1, r + 56);
    }

    private static unsafe void SubtractOne(float* g, int width, double* p, double* r)
    {
        Vector512<double> a0 = default,
            a1 = default;
        for (var j = 0; j < width; j++)
        {
            var a = Vector512.Create((double)g[j]);
            a0 = Vector512.FusedMultiplyAdd(a, Vector512.Load(p + (long)j * Lanes), a0);
            a1 = Vector512.FusedMultiplyAdd(a, Vector512.Load(p + (long)j * Lanes + 8), a1);
        }

        Subtract(a0, r);
        Subtract(a1, r + 8);
    }

    private static unsafe void Subtract(Vector512<double> values, double* target) => (Vector512.Load(target) - values).Store(target);
}
