using Generalization.Kernels.Functions;
using Generalization.Kernels.Points;
using Generalization.Randomness;
using Generalization.Torch;
using static TorchSharp.torch;

namespace Generalization.Kernels.Iterative;

/// <summary>An approximation M of K + λI that is easily inverted: low rank from some columns, and what that leaves of near points among
/// themselves.</summary>
/// <remarks>
/// <para>M = F Fᵀ + D: F Fᵀ = K_nm K_mm⁻¹ K_mn from m landmarks drawn without replacement (Nyström), D the blocks of K + λI − F Fᵀ on
/// clusters of near points. The first catches the large eigenvalues, the second the small ones, which near-duplicates make. Both are
/// positive semidefinite, so M is.</para>
/// <para>With D⁻¹ = BᵀB and G = B F, M⁻¹ = Bᵀ (1 − G (1 + GᵀG)⁻¹ Gᵀ) B. Along the largest eigenvalues the difference cancels to their
/// inverse, so it is in float64: in float32 it came out negative at n = 10,000. G itself is kept as float32, and 1 + GᵀG is that of the
/// rounded G, so that M⁻¹ is positive definite exactly as it is kept.</para>
/// <para>Source: Snelson and Ghahramani, "Local and global sparse Gaussian process approximations", AISTATS 2007, section 3, used there as
/// a model.</para>
/// </remarks>
internal sealed class NystromPreconditioner : IDisposable
{
    private const double Jitter = 1e-10;
    private readonly Tensor order,
        backwards,
        low,
        inner; // (n), (n), G (n, m) float32 in the clusters' order, chol(1 + GᵀG) (m, m)
    private readonly List<Tensor> local; // B of each cluster

    private NystromPreconditioner(Tensor order, Tensor backwards, Tensor low, Tensor inner, List<Tensor> local) =>
        (this.order, this.backwards, this.low, this.inner, this.local) = (order, backwards, low, inner, local);

    public static NystromPreconditioner Create(
        Kernel kernel,
        PointSet points,
        int rank,
        int clusterSize,
        double ridge,
        ulong seed,
        Action<double> progress,
        CancellationToken token
    )
    {
        using var scope = NewDisposeScope();
        var n = points.Count;
        var clusters = Clusters.Of(points, clusterSize, seed);
        var order = tensor(clusters.SelectMany(c => c).Select(i => (long)i).ToArray());
        var landmarks = new RandomKey(seed, RandomPurpose.Preconditioner).Stream(0).Permutation(n)[..rank];
        using var centres = points.Select(landmarks, ScalarType.Float64);
        var square = empty([rank, rank], ScalarType.Float64);
        KernelCall.Fill(kernel, square, centres, centres);
        square.diagonal().copy_(KernelCall.Diagonal(kernel, centres).Times(1 + Jitter));
        var root = Factor(square); // K_mm = root rootᵀ
        var low = empty([n, rank], ScalarType.Float32);
        var inner = eye(rank, dtype: ScalarType.Float64);
        var local = new List<Tensor>();
        var first = 0;
        foreach (var cluster in clusters)
        {
            token.ThrowIfCancellationRequested();
            using var step = NewDisposeScope();
            using var rows = points.Select(cluster, ScalarType.Float64);
            var part = empty([cluster.Length, rank], ScalarType.Float64); // F of the cluster, (b, m)
            KernelCall.Fill(kernel, part, rows, centres);
            part = linalg.solve_triangular(root.t(), part, upper: true, left: false);
            var block = empty([cluster.Length, cluster.Length], ScalarType.Float64);
            KernelCall.Fill(kernel, block, rows, rows);
            block.diagonal().copy_(KernelCall.Diagonal(kernel, rows).Times(1 + Jitter).Plus(ridge));
            var factor = Factor(block.addmm_(part, part.t(), alpha: -1));
            local.Add(
                linalg.solve_triangular(factor, eye(cluster.Length, dtype: ScalarType.Float64), upper: false).MoveToOuterDisposeScope()
            );
            var kept = low.narrow(0, first, cluster.Length).copy_(local[^1].mm(part));
            var rounded = kept.to(ScalarType.Float64);
            inner.addmm_(rounded.t(), rounded);
            first += cluster.Length;
            progress((double)first / n);
        }

        var innerRoot = linalg.cholesky(inner);
        foreach (var b in local)
            b.DetachFromDisposeScope();
        return new NystromPreconditioner(
            order.DetachFromDisposeScope(),
            order.argsort().DetachFromDisposeScope(),
            low.DetachFromDisposeScope(),
            innerRoot.DetachFromDisposeScope(),
            local
        );
    }

    /// <summary>M⁻¹r, float64 (n, c).</summary>
    public Tensor Apply(Tensor residual)
    {
        using var scope = NewDisposeScope();
        var r = residual.index_select(0, order);
        ForEachCluster(r, (b, part) => part.copy_(b.mm(part)));
        var projected = linalg.solve_triangular(inner, Down(r), upper: false);
        projected = linalg.solve_triangular(inner.t(), projected, upper: true);
        Subtract(projected, r);
        // Bᵀr as (rᵀB)ᵀ: the library's product is slow with a transposed view on its left.
        ForEachCluster(r, (b, part) => part.copy_(part.t().mm(b).t()));
        return r.index_select(0, backwards).MoveToOuterDisposeScope();
    }

    public void Dispose()
    {
        foreach (var tensor in local.Concat([order, backwards, low, inner]))
            tensor.Dispose();
    }

    // Rounding may leave a block just short of positive definite; a larger diagonal only makes M a little worse.
    private static Tensor Factor(Tensor block)
    {
        var size = block.diagonal().max().item<double>();
        for (var extra = 0.0; extra < 1; extra = extra == 0 ? 1e-9 : 10 * extra)
        {
            var (factor, info) = linalg.cholesky_ex(
                extra == 0 ? block : block.Plus(eye(block.shape[0], dtype: ScalarType.Float64).Times(extra * size))
            );
            if (info.item<int>() == 0)
                return factor;
        }

        throw new ArgumentException(
            "A kernel must give a positive semidefinite matrix of finite numbers, but some points' is not, even with a "
                + "larger diagonal; choose another kernel or other parameters."
        );
    }

    // Sixteen columns at a time: a library's product would need G in float64.
    private Tensor Down(Tensor values)
    {
        var down = empty([low.shape[1], values.shape[1]], ScalarType.Float64);
        ForEachGroup(
            values.shape[1],
            (first, count) => down.narrow(1, first, count).copy_(TallProduct.TransposedTimes(low, values.narrow(1, first, count)))
        );
        return down;
    }

    private void Subtract(Tensor projected, Tensor values) =>
        ForEachGroup(
            values.shape[1],
            (first, count) => TallProduct.SubtractTimes(low, projected.narrow(1, first, count), values.narrow(1, first, count))
        );

    private static void ForEachGroup(long columns, Action<long, long> act)
    {
        for (long first = 0; first < columns; first += TallProduct.MostColumns)
        {
            using var scope = NewDisposeScope();
            act(first, Math.Min(TallProduct.MostColumns, columns - first));
        }
    }

    private void ForEachCluster(Tensor values, Action<Tensor, Tensor> act)
    {
        long first = 0;
        foreach (var c in local)
        {
            using var scope = NewDisposeScope();
            act(c, values.narrow(0, first, c.shape[0]));
            first += c.shape[0];
        }
    }
}
