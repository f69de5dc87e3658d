using System.Runtime.Intrinsics;
using Generalization.Kernels.Solvers;
using Generalization.Torch;
using static TorchSharp.torch;

namespace Generalization.Kernels.Gram;

/// <summary>K·V for float32 panels and up to 16 columns: each element of K is read once and used for both halves.</summary>
/// <remarks>A library's product packs its operands for wide results and reaches a seventh of its rate at ten columns. Here a row of V is
/// one vector of 16 lanes: eight rows of K at a time keep their sums and their rows of V in registers, and a column of K costs two
/// multiply-adds an element, on one row of V and one row of the transposed half's sums. Sums are float32 within a block of 64 × 64 elements
/// and float64 across blocks: in float32 alone their rounding grows with √n past the smallest eigenvalues.</remarks>
internal static class SkinnySymmetricProduct
{
    private const int Lanes = 16,
        JobRows = 64,
        ColumnBlock = 512,
        RunColumns = 64,
        Page = 4096;

    private static int RowsAtOnce => Vector512.IsHardwareAccelerated ? 8 : 4;

    public static bool CanMultiply(Tensor values) => values.shape[1] <= Lanes;

    /// <summary>K·V, (n, c), float64 of the float32 products.</summary>
    public static unsafe Tensor Multiply(TrianglePanels panels, Tensor values, CancellationToken token)
    {
        using var scope = NewDisposeScope();
        var (layout, columns) = (panels.Layout, values.shape[1]);
        var padded = zeros([layout.Count, Lanes], ScalarType.Float32); // (n, 16)
        padded.narrow(1, 0, columns).copy_(values);
        var workers = Environment.ProcessorCount;
        var sums = zeros([workers, layout.Count, Lanes], ScalarType.Float64); // a worker's own, so that none waits for another
        var input = (float*)TensorMemory.Pointer(padded);
        var output = new nint[workers];
        for (var w = 0; w < workers; w++)
            output[w] = (nint)((double*)TensorMemory.Pointer(sums) + (long)w * layout.Count * Lanes);
        var memory = new nint[layout.PanelCount];
        for (var i = 0; i < memory.Length; i++)
            memory[i] = (nint)TensorMemory.Pointer(panels[i]);

        // The last panels are the widest: begun first, so that the workers end together. Each job is fixed to a worker's sums by order of
        // taking, and the sums are added in the workers' order; jobs are dealt out by size beforehand, so the bits do not depend on timing.
        var jobs = Deal(layout, workers);
        Parallel.For(
            0,
            workers,
            new ParallelOptions { CancellationToken = token, MaxDegreeOfParallelism = workers },
            w =>
            {
                foreach (var (panel, row, count) in jobs[w])
                {
                    token.ThrowIfCancellationRequested();
                    MultiplyRows((float*)memory[panel], layout.Columns(panel), row, count, layout.First(panel), input, (double*)output[w]);
                }
            }
        );
        return sums.sum(dim: 0).narrow(1, 0, columns).contiguous().MoveToOuterDisposeScope();
    }

    private static List<(int Panel, int Row, int Count)>[] Deal(TriangleLayout layout, int workers)
    {
        var jobs = new List<(int, int, int)>[workers];
        var load = new long[workers];
        for (var w = 0; w < workers; w++)
            jobs[w] = [];
        for (var panel = layout.PanelCount - 1; panel >= 0; panel--)
        for (var row = 0; row < layout.Rows(panel); row += JobRows)
        {
            var least = Array.IndexOf(load, load.Min());
            var count = Math.Min(JobRows, layout.Rows(panel) - row);
            jobs[least].Add((panel, row, count));
            load[least] += (long)count * layout.Columns(panel);
        }

        return jobs;
    }

    // Rows row … row + count − 1 of a panel, with what lies at and left of the diagonal; what lies left of it also for the other half.
    private static unsafe void MultiplyRows(float* panel, int width, int row, int count, int first, float* v, double* u)
    {
        var room = stackalloc float[ColumnBlock * Lanes + Page / sizeof(float)];
        var block = room + (((nint)v + Page / 2 - (nint)room) & (Page - 1)) / sizeof(float);
        for (var column = 0; column < first + row; column += ColumnBlock)
        {
            var length = Math.Min(ColumnBlock, first + row - column);
            new Span<float>(block, length * Lanes).Clear();
            var there = v + (long)column * Lanes;
            for (int r = 0, height; r < count; r += height)
            {
                height = count - r < RowsAtOnce ? 1 : RowsAtOnce;
                var line = panel + (long)(row + r) * width + column;
                var at = (long)(first + row + r) * Lanes;
                for (var run = 0; run < length; run += RunColumns)
                {
                    var (columns, begin) = (Math.Min(RunColumns, length - run), run * Lanes);
                    if (height == 1)
                        One(line + run, columns, v + at, there + begin, u + at, block + begin);
                    else if (Vector512.IsHardwareAccelerated)
                        Eight(line + run, width, columns, v + at, there + begin, u + at, block + begin);
                    else
                        Four(line + run, width, columns, v + at, there + begin, u + at, block + begin);
                }
            }

            for (var c = 0; c < length; c++)
                Add(Vector512.Load(block + c * Lanes), u + (long)(column + c) * Lanes);
        }

        // The square of these rows on the diagonal is full in memory and used once.
        for (var r = 0; r < count; r++)
        {
            var line = panel + (long)(row + r) * width;
            var sum = Vector512<float>.Zero;
            for (var c = first + row; c < first + row + count; c++)
                sum = Vector512.FusedMultiplyAdd(Vector512.Create(line[c]), Vector512.Load(v + (long)c * Lanes), sum);
            Add(sum, u + (long)(first + row + r) * Lanes);
        }
    }

    private static unsafe void Eight(float* line, int width, int length, float* own, float* v, double* sums, float* u)
    {
        float* l0 = line,
            l1 = l0 + width,
            l2 = l1 + width,
            l3 = l2 + width,
            l4 = l3 + width,
            l5 = l4 + width,
            l6 = l5 + width,
            l7 = l6 + width;
        Vector512<float> v0 = Vector512.Load(own),
            v1 = Vector512.Load(own + 16),
            v2 = Vector512.Load(own + 32),
            v3 = Vector512.Load(own + 48),
            v4 = Vector512.Load(own + 64),
            v5 = Vector512.Load(own + 80),
            v6 = Vector512.Load(own + 96),
            v7 = Vector512.Load(own + 112);
        Vector512<float> s0 = default,
            s1 = default,
            s2 = default,
            s3 = default,
            s4 = default,
            s5 = default,
            s6 = default,
            s7 = default;
        for (var c = 0; c < length; c++)
        {
            var there = Vector512.Load(v + c * Lanes);
            var target = u + c * Lanes;
            Vector512<float> k0 = Vector512.Create(l0[c]),
                k1 = Vector512.Create(l1[c]),
                k2 = Vector512.Create(l2[c]),
                k3 = Vector512.Create(l3[c]);
            s0 = Vector512.FusedMultiplyAdd(k0, there, s0);
            s1 = Vector512.FusedMultiplyAdd(k1, there, s1);
            s2 = Vector512.FusedMultiplyAdd(k2, there, s2);
            s3 = Vector512.FusedMultiplyAdd(k3, there, s3);
            // Two chains: one of eight would wait for itself.
            var even = Vector512.FusedMultiplyAdd(k0, v0, Vector512.Load(target));
            var odd = k1 * v1;
            even = Vector512.FusedMultiplyAdd(k2, v2, even);
            odd = Vector512.FusedMultiplyAdd(k3, v3, odd);
            k0 = Vector512.Create(l4[c]);
            k1 = Vector512.Create(l5[c]);
            k2 = Vector512.Create(l6[c]);
            k3 = Vector512.Create(l7[c]);
            s4 = Vector512.FusedMultiplyAdd(k0, there, s4);
            s5 = Vector512.FusedMultiplyAdd(k1, there, s5);
            s6 = Vector512.FusedMultiplyAdd(k2, there, s6);
            s7 = Vector512.FusedMultiplyAdd(k3, there, s7);
            even = Vector512.FusedMultiplyAdd(k0, v4, even);
            odd = Vector512.FusedMultiplyAdd(k1, v5, odd);
            even = Vector512.FusedMultiplyAdd(k2, v6, even);
            odd = Vector512.FusedMultiplyAdd(k3, v7, odd);
            (even + odd).Store(target);
        }

        Add(s0, sums);
        Add(s1, sums + 16);
        Add(s2, sums + 32);
        Add(s3, sums + 48);
        Add(s4, sums + 64);
        Add(s5, sums + 80);
        Add(s6, sums + 96);
        Add(s7, sums + 112);
    }

    // For sixteen registers of eight lanes: the rows of V stay in the first-level cache, from where a multiply-add takes them as its
    // operand.
    private static unsafe void Four(float* line, int width, int length, float* own, float* v, double* sums, float* u)
    {
        float* l0 = line,
            l1 = l0 + width,
            l2 = l1 + width,
            l3 = l2 + width;
        Vector256<float> a0 = default,
            a1 = default,
            b0 = default,
            b1 = default,
            c0 = default,
            c1 = default,
            d0 = default,
            d1 = default;
        for (var c = 0; c < length; c++)
        {
            Vector256<float> low = Vector256.Load(v),
                high = Vector256.Load(v + 8),
                t0 = Vector256.Load(u),
                t1 = Vector256.Load(u + 8);
            var k = Vector256.Create(l0[c]);
            a0 = Vector256.FusedMultiplyAdd(k, low, a0);
            a1 = Vector256.FusedMultiplyAdd(k, high, a1);
            t0 = Vector256.FusedMultiplyAdd(k, Vector256.Load(own), t0);
            t1 = Vector256.FusedMultiplyAdd(k, Vector256.Load(own + 8), t1);
            k = Vector256.Create(l1[c]);
            b0 = Vector256.FusedMultiplyAdd(k, low, b0);
            b1 = Vector256.FusedMultiplyAdd(k, high, b1);
            t0 = Vector256.FusedMultiplyAdd(k, Vector256.Load(own + 16), t0);
            t1 = Vector256.FusedMultiplyAdd(k, Vector256.Load(own + 24), t1);
            k = Vector256.Create(l2[c]);
            c0 = Vector256.FusedMultiplyAdd(k, low, c0);
            c1 = Vector256.FusedMultiplyAdd(k, high, c1);
            t0 = Vector256.FusedMultiplyAdd(k, Vector256.Load(own + 32), t0);
            t1 = Vector256.FusedMultiplyAdd(k, Vector256.Load(own + 40), t1);
            k = Vector256.Create(l3[c]);
            d0 = Vector256.FusedMultiplyAdd(k, low, d0);
            d1 = Vector256.FusedMultiplyAdd(k, high, d1);
            Vector256.FusedMultiplyAdd(k, Vector256.Load(own + 48), t0).Store(u);
            Vector256.FusedMultiplyAdd(k, Vector256.Load(own + 56), t1).Store(u + 8);
            v += Lanes;
            u += Lanes;
        }

        Add(Vector512.Create(a0, a1), sums);
        Add(Vector512.Create(b0, b1), sums + 16);
        Add(Vector512.Create(c0, c1), sums + 32);
        Add(Vector512.Create(d0, d1), sums + 48);
    }

    private static unsafe void One(float* line, int length, float* own, float* v, double* sums, float* u)
    {
        var mine = Vector512.Load(own);
        var sum = Vector512<float>.Zero;
        for (var c = 0; c < length; c++)
        {
            var k = Vector512.Create(line[c]);
            sum = Vector512.FusedMultiplyAdd(k, Vector512.Load(v + c * Lanes), sum);
            Vector512.FusedMultiplyAdd(k, mine, Vector512.Load(u + c * Lanes)).Store(u + c * Lanes);
        }

        Add(sum, sums);
    }

    private static unsafe void Add(Vector512<float> values, double* target)
    {
        var (low, high) = Vector512.Widen(values);
        (Vector512.Load(target) + low).Store(target);
        (Vector512.Load(target + 8) + high).Store(target + 8);
    }
}
