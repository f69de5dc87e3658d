using System.Diagnostics;
using System.Security.Cryptography;
using Generalization.Data;
using Generalization.Kernels.Features;
using Generalization.Kernels.Functions;
using Generalization.Kernels.Solvers;
using Generalization.Randomness;
using Generalization.Torch;
using static TorchSharp.torch;

namespace Generalization.Kernels.Gram;

/// <summary>The Gram matrix of streamed features: K += F_b F_bᵀ, a block of features at a time, so that no more than one block is in
/// memory.</summary>
/// <remarks>Tiles cannot be computed anew without all the features, so some rows of K are kept for the residual, and the test × train block
/// grows in the same pass, where there are test images.</remarks>
internal sealed class FeatureGramSource : GramSource, IDisposable
{
    public const int MostSampledRows = 128;
    private const int StripRows = 256;
    private readonly FeatureMap map;
    private readonly Dataset train;
    private readonly Dataset? test;
    private readonly ProductKernel kernel;
    private readonly Device device;
    private readonly string? stateFolder;
    private readonly TimeSpan stateInterval;
    private readonly Tensor squares,
        cross,
        sampled; // ‖f(x)‖² (n), k(test, train) (m, n) float32, rows of K (s, n)
    private AccumulationState? state;
    private bool crossed;

    public FeatureGramSource(FeatureMap map, Dataset train, Dataset? test, ProductKernel kernel, SolverOptions options)
    {
        var (seed, device) = (options.Seed, options.Device);
        (stateFolder, stateInterval) = (options.StateFolder, options.StateInterval);
        (this.map, this.train, this.test, this.kernel, this.device) = (map, train, test, kernel, device);
        crossed = test is null;
        Sample = [.. new RandomKey(seed, RandomPurpose.ResidualSample).Stream(0).Permutation(train.Count).Take(MostSampledRows)];
        // The scope frees what there is where the next does not fit.
        using var scope = NewDisposeScope();
        squares = zeros([train.Count], ScalarType.Float64, device);
        cross = zeros([test?.Count ?? 0, train.Count], ScalarType.Float32, device);
        sampled = zeros([Sample.Length, train.Count], ScalarType.Float64, device);
        foreach (var tensor in new[] { squares, cross, sampled })
            tensor.DetachFromDisposeScope();
    }

    /// <summary>What <see cref="Fill"/> takes beside the panels, in bytes: cross products, sampled rows, and a block of features, which is
    /// there in float32 and float64, or beside the test images'.</summary>
    public static long Bytes(FeatureMap map, long trainCount, long testCount) =>
        testCount * trainCount * sizeof(float)
        + MostSampledRows * trainCount * sizeof(double)
        + map.BlockWidth
            * (
                Math.Max(trainCount * (sizeof(float) + sizeof(double)), (trainCount + testCount) * sizeof(float))
                + 2 * StripRows * sizeof(double)
            );

    /// <summary>The rows of K that are kept, drawn without replacement.</summary>
    public int[] Sample { get; }

    /// <summary>k(test, train), (m, n), float32; this object's; m is 0 without test images.</summary>
    public Tensor Cross => cross;

    /// <summary>Rows of K, (s, n), float64; this object's.</summary>
    public Tensor Sampled => sampled;

    public override int Count => train.Count;

    public override double OperationsPerElement => 2.0 * map.Dimension;

    public override bool ComputesTiles => false;

    public override void Fill(TrianglePanels panels, int first, int last, Action<double> progress, CancellationToken token)
    {
        var layout = panels.Layout;
        using var whole = NewDisposeScope();
        var testSquares = zeros([cross.shape[0]], ScalarType.Float64, device);
        squares.zero_();
        for (var i = first; i < last; i++)
            panels[i].zero_();
        // A spilled matrix is accumulated group by group, and no group is long enough to be worth keeping.
        state =
            stateFolder is not null && first == 0 && last == layout.PanelCount
                ? new AccumulationState(stateFolder, Identity(panels))
                : null;
        Tensor[] kept = [.. Enumerable.Range(first, last - first).Select(i => panels[i]), squares];
        if (test is not null)
            kept = [.. kept, testSquares, cross];
        var begin = state?.Load(kept) ?? 0;
        progress(begin * layout.Elements() * 2.0 * map.Dimension / map.BlockCount);
        var clock = Stopwatch.StartNew();
        for (var block = begin; block < map.BlockCount; block++)
        {
            using var scope = NewDisposeScope();
            using var features = map.Block(block, train, device, token); // (n, w), float32
            AddSquares(squares, features);
            using (var values = features.to(panels.Type))
            {
                for (var i = first; i < last; i++)
                {
                    token.ThrowIfCancellationRequested();
                    panels[i].addmm_(values.narrow(0, layout.First(i), layout.Rows(i)), values.narrow(0, 0, layout.Columns(i)).t());
                    progress(layout.Elements(i) * 2.0 * features.shape[1]);
                }
            }

            if (!crossed)
            {
                using var others = map.Block(block, test!, device, token); // (m, w)
                cross.addmm_(others, features.t());
                AddSquares(testSquares, others);
            }

            if (state is null || block + 1 == map.BlockCount || clock.Elapsed < stateInterval)
                continue;
            state.Save(block + 1, kept);
            clock.Restart();
        }

        // The state is of the products alone: a fit that fails may be repeated with another ridge or kernel without them.
        if (begin < map.BlockCount)
            state?.Save(map.BlockCount, kept);
        for (var i = first; i < last; i++)
            Finish(panels, i);
        if (!crossed)
            ByStrips(
                test!.Count,
                (top, height) =>
                    KernelCall.Apply(
                        kernel,
                        cross.narrow(0, top, height),
                        testSquares.narrow(0, top, height).unsqueeze(1).to(ScalarType.Float32),
                        squares.unsqueeze(0).to(ScalarType.Float32)
                    )
            );
        crossed = true;
        Keep(panels, first, last);
    }

    /// <summary>Deletes the state, which nobody needs once the fit is there.</summary>
    public void Forget() => state?.Delete();

    public override void FillTile(Tensor tile, int firstRow, int firstColumn) =>
        throw new NotSupportedException("Tiles of streamed features cannot be computed anew.");

    public override Tensor Diagonal() => KernelCall.Diagonal(kernel, squares).cpu();

    public void Dispose()
    {
        squares.Dispose();
        cross.Dispose();
        sampled.Dispose();
    }

    // The map itself is known by what it makes of two images.
    private string Identity(TrianglePanels panels)
    {
        using var scope = NewDisposeScope();
        var few = train.Take(Math.Min(2, train.Count));
        var probes = new[] { 0, map.BlockCount - 1 }.Select(block => map.Block(block, few, device).cpu().contiguous());
        return AccumulationState.IdentityOf(
            train.ContentHash.ToString(),
            test?.ContentHash.ToString() ?? "none",
            map.Name,
            $"{map.Dimension} {map.BlockCount} {panels.Layout.Count} {panels.Layout.Tile} {panels.Type}",
            string.Join(' ', probes.Select(p => Convert.ToHexStringLower(SHA256.HashData(p.bytes))))
        );
    }

    private void Finish(TrianglePanels panels, int i)
    {
        var (start, columns, rows) = (panels.Layout.First(i), panels.Layout.Columns(i), panels.Layout.Rows(i));
        var lengths = squares.to(panels.Type);
        ByStrips(
            rows,
            (top, height) =>
                KernelCall.Apply(
                    kernel,
                    panels[i].narrow(0, top, height),
                    lengths.narrow(0, start + top, height).unsqueeze(1),
                    lengths.narrow(0, 0, columns).unsqueeze(0)
                )
        );
        panels[i].narrow(1, start, rows).diagonal().copy_(KernelCall.Diagonal(kernel, squares.narrow(0, start, rows)));
    }

    // Row r of K lies in its panel up to the diagonal, and below it in column r of the panels after.
    private void Keep(TrianglePanels panels, int first, int last)
    {
        using var scope = NewDisposeScope();
        for (var s = 0; s < Sample.Length; s++)
        {
            using var step = NewDisposeScope();
            for (var i = first; i < last; i++)
            {
                var (start, rows, columns) = (panels.Layout.First(i), panels.Layout.Rows(i), panels.Layout.Columns(i));
                var row = Sample[s];
                if (row >= start && row < start + rows)
                    sampled[s].narrow(0, 0, columns).copy_(panels[i][row - start]);
                else if (row < start)
                    sampled[s].narrow(0, start, rows).copy_(panels[i].narrow(1, row, 1).squeeze(1));
            }
        }
    }

    // In float64 by strips: the whole block in it, and its squares, would be four times the block.
    private static void AddSquares(Tensor sums, Tensor features) =>
        ByStrips(
            (int)features.shape[0],
            (top, height) =>
                sums.narrow(0, top, height).PlusInPlace(features.narrow(0, top, height).to(ScalarType.Float64).Squared().sum(dim: 1))
        );

    private static void ByStrips(int rows, Action<int, int> act)
    {
        for (var top = 0; top < rows; top += StripRows)
        {
            using var scope = NewDisposeScope();
            act(top, Math.Min(StripRows, rows - top));
        }
    }
}
