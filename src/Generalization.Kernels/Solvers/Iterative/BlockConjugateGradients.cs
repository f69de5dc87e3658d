using static TorchSharp.torch;

namespace Generalization.Kernels;

/// <summary>Preconditioned conjugate gradients on all right-hand sides at once, which share one search space.</summary>
/// <remarks>
/// <para>Block conjugate gradients with the residuals kept as R = Q ξ, Q orthonormal in the preconditioner's inner product, so that columns which
/// converge, coincide or are 0 leave the block instead of breaking it. Vectors are float64 (n, c).</para>
/// <para>Source: Dubrulle, "Retooling the method of block conjugate gradients", ETNA 12 (2001), algorithm BCGrQ; the orthonormalization here is by
/// eigenvalues, which tells the rank.</para>
/// </remarks>
internal sealed class BlockConjugateGradients(Func<Tensor, Tensor> multiply, Func<Tensor, Tensor> precondition)
{
    private const double Dependent = 1e-13;

    /// <summary>Solves A x = b from 0.</summary>
    /// <param name="b">(n, c).</param>
    /// <param name="tolerance">‖r‖ at which it stops, absolute, Frobenius.</param>
    /// <param name="most">The most iterations.</param>
    /// <param name="heard">Hears ‖r‖ after each iteration.</param>
    /// <param name="token">Ends the work early.</param>
    /// <returns>x and r as the recursion has it; the caller's.</returns>
    public (Tensor Solution, Tensor Residual, int Iterations) Solve(Tensor b, double tolerance, int most, Action<double> heard, CancellationToken token)
    {
        using var outer = NewDisposeScope();
        var x = zeros_like(b);
        var (q, w, change) = Orthonormalize(b, precondition(b));
        if (q is null) return (x.MoveToOuterDisposeScope(), b.clone().MoveToOuterDisposeScope(), 0);
        var factor = change;                                              // ξ, (r, c): the residual is q ξ
        var p = w!;
        var iterations = 0;
        while (iterations < most)
        {
            token.ThrowIfCancellationRequested();
            using var scope = NewDisposeScope();
            var ap = multiply(p);                                        // (n, r)
            var curvature = p.t().mm(ap);                                // (r, r)
            var inverse = linalg.inv((curvature + curvature.t()) * 0.5);
            // In exact arithmetic pᵀq is 1, and the new direction needs σ alone; rounding in float32 products asks for both inner products.
            var step = inverse.mm(p.t().mm(q));                          // (r, r)
            x.addmm_(p, step.mm(factor));
            var next = q.addmm(ap, step, alpha: -1);
            iterations++;
            var (nextQ, nextW, sigma) = Orthonormalize(next, precondition(next));
            var nextFactor = nextQ is null ? next.mm(factor) : sigma.mm(factor);
            var norm = (nextQ is null ? nextFactor : nextQ.mm(nextFactor)).norm().item<double>();
            heard(norm);
            if (nextQ is null || norm <= tolerance || !double.IsFinite(norm))
            {
                var residual = nextQ is null ? nextFactor : nextQ.mm(nextFactor);
                residual.MoveToOtherDisposeScope(outer);
                return (x.MoveToOuterDisposeScope(), residual.MoveToOuterDisposeScope(), iterations);
            }

            var direction = nextW!.addmm(p, inverse.mm(ap.t().mm(nextW)), alpha: -1);
            foreach (var kept in new[] { nextQ, direction, nextFactor }) kept.MoveToOtherDisposeScope(outer);
            foreach (var gone in new[] { q, p, factor }) gone.Dispose();
            (q, p, factor) = (nextQ, direction, nextFactor);
        }

        return (x.MoveToOuterDisposeScope(), q.mm(factor).MoveToOuterDisposeScope(), iterations);
    }

    // r = q σ with qᵀz′ = 1, z′ = M⁻¹q; directions of r that are numerically none are left out.
    private static (Tensor? Q, Tensor? W, Tensor Change) Orthonormalize(Tensor r, Tensor z)
    {
        var gram = r.t().mm(z);                                          // (c, c)
        var (values, vectors) = linalg.eigh((gram + gram.t()) * 0.5);
        var largest = values[-1].item<double>();
        if (!(largest > 0)) return (null, null, gram);
        var kept = (values > largest * Dependent).sum().item<long>();
        var (length, basis) = (values.narrow(0, values.shape[0] - kept, kept).sqrt(), vectors.narrow(1, vectors.shape[1] - kept, kept));
        var inverse = basis / length;                                    // (c, r): V Λ^(−1/2)
        return (r.mm(inverse), z.mm(inverse), length.unsqueeze(1) * basis.t());
    }
}
