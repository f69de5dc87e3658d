using Generalization.Torch;
using static TorchSharp.torch;

namespace Generalization.Kernels.Iterative;

/// <summary>Preconditioned conjugate gradients on all right-hand sides at once, which share one search space.</summary>
/// <remarks>
/// <para>Block conjugate gradients with the residual kept as R = Q ξ, Q orthonormal in the preconditioner's inner product, so that columns
/// which converge, coincide or are 0 leave the block instead of breaking it. Vectors are float64, (n, c).</para>
/// <para>Two departures make it bear a product and a preconditioner in float32: both inner products of a step are computed and none is
/// taken from exact arithmetic, and <see cref="Replace"/> puts a residual computed anew in the recursion's place without losing the search
/// direction.</para>
/// <para>Sources: Dubrulle, "Retooling the method of block conjugate gradients", ETNA 12 (2001), algorithm BCGrQ, here with eigenvalues,
/// which tell the rank; van der Vorst and Ye, "Residual replacement strategies for Krylov subspace iterative methods", SIAM J. Sci. Comput.
/// 22 (2000).</para>
/// </remarks>
internal sealed class BlockConjugateGradients : IDisposable
{
    private const double Dependent = 1e-13,
        Exhausted = 1e-15;
    private readonly double start;
    private double lost;
    private readonly Func<Tensor, Tensor> multiply,
        precondition;
    private Tensor? q,
        w,
        factor; // (n, r), M⁻¹q (n, r), ξ (r, c)
    private Tensor? direction,
        image,
        inverse; // p (n, r), Ap (n, r), (pᵀAp)⁻¹ (r, r), of the step before

    /// <summary>Begins at x = 0.</summary>
    public BlockConjugateGradients(Func<Tensor, Tensor> multiply, Func<Tensor, Tensor> precondition, Tensor b)
    {
        using var scope = NewDisposeScope();
        (this.multiply, this.precondition) = (multiply, precondition);
        Solution = zeros_like(b).DetachFromDisposeScope();
        start = b.norm().item<double>();
        Replace(b);
    }

    /// <summary>x, (n, c); this object's, changed by each step.</summary>
    public Tensor Solution { get; }

    /// <summary>‖R‖, Frobenius, as the recursion has it.</summary>
    public double ResidualNorm { get; private set; }

    /// <summary>The recursion dropped part of the residual, as a preconditioner does that is not positive definite to rounding:
    /// <see cref="Replace"/> brings it back.</summary>
    public bool HasLostResidual => lost > 0.1 * ResidualNorm;

    public int Iterations { get; private set; }

    /// <summary>Nothing is left to improve to working precision.</summary>
    public bool IsExhausted => q is null;

    /// <summary>R, (n, c); the caller's.</summary>
    public Tensor Residual()
    {
        using var scope = NewDisposeScope();
        return (q is null ? zeros_like(Solution) : q.mm(factor!)).MoveToOuterDisposeScope();
    }

    public void Step()
    {
        if (q is null)
            return;
        using var scope = NewDisposeScope();
        var p = direction is null ? w! : w!.addmm(direction, inverse!.mm(image!.t().mm(w!)), alpha: -1);
        var ap = multiply(p);
        var curvature = p.t().mm(ap); // (r, r)
        var curvatureInverse = linalg.inv(curvature.Plus(curvature.t()).Times(0.5));
        var step = curvatureInverse.mm(p.t().mm(q)); // (r, r)
        Solution.addmm_(p, step.mm(factor!));
        var next = q.addmm(ap, step, alpha: -1);
        // p may be w itself, which the next basis frees.
        Keep(ref direction, p.clone());
        Keep(ref image, ap);
        Keep(ref inverse, curvatureInverse);
        Iterations++;
        SetResidual(next, factor!);
    }

    /// <summary>Puts the residual b − Ax, computed anew, in the place of the recursion's.</summary>
    public void Replace(Tensor residual)
    {
        using var scope = NewDisposeScope();
        lost = 0;
        SetResidual(residual, eye(residual.shape[1], dtype: ScalarType.Float64, device: residual.device));
    }

    public void Dispose()
    {
        foreach (var tensor in new[] { Solution, q, w, factor, direction, image, inverse })
            tensor?.Dispose();
    }

    // R = r·ξ; r becomes q σ with qᵀM⁻¹q = 1, and directions of r that are numerically none are left out.
    private void SetResidual(Tensor r, Tensor before)
    {
        var z = precondition(r);
        var gram = r.t().mm(z); // (c, c)
        var (values, vectors) = linalg.eigh(gram.Plus(gram.t()).Times(0.5));
        var largest = values[-1].item<double>();
        var whole = r.mm(before); // (n, c)
        var norm = whole.norm().item<double>();
        // Past float64's own precision a step would only divide rounding errors by each other.
        if (!(largest > 0) || norm <= Exhausted * start)
        {
            ResidualNorm = norm;
            foreach (var tensor in new[] { q, w, factor })
                tensor?.Dispose();
            (q, w, factor) = (null, null, null);
            return;
        }

        var kept = values.IsAbove(largest * Dependent).sum().item<long>();
        var (length, basis) = (values.narrow(0, values.shape[0] - kept, kept).sqrt(), vectors.narrow(1, vectors.shape[1] - kept, kept));
        var whitening = basis / length; // (c, r): V Λ^(−1/2)
        var next = (length.unsqueeze(1) * basis.t()).mm(before); // σ ξ
        Keep(ref q, r.mm(whitening));
        Keep(ref w, z.mm(whitening));
        Keep(ref factor, next);
        if (kept < values.shape[0])
            lost += (whole - q!.mm(factor!)).norm().item<double>();
        ResidualNorm = Math.Sqrt(norm * norm + lost * lost);
    }

    private static void Keep(ref Tensor? field, Tensor value)
    {
        var old = field;
        field = value.DetachFromDisposeScope();
        old?.Dispose();
    }
}
