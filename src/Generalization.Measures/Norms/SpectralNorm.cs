using Generalization.Models.Structure;
using Generalization.Randomness;
using Generalization.Torch;
using static TorchSharp.torch;

namespace Generalization.Measures.Norms;

/// <summary>The largest singular value of a layer as an operator on its input, from the iterates of the power method.</summary>
/// <remarks>
/// <para>From a seeded start v it takes v, AᵀAv, (AᵀA)²v, … in float64, and of all their combinations the one that A stretches most
/// (Lanczos), since the last iterate alone comes to rest after thousands of steps where two singular values are close. The value is never
/// above the norm, but for rounding, and rises to it.</para>
/// <para>Aᵀu is the gradient of ⟨Av, u⟩, so that padding, stride, dilation and groups are those of the layer. A convolution's norm is that
/// on images of the true size, and not that of its kernel as a matrix.</para>
/// </remarks>
/// <param name="Value">The norm σ, at least 0.</param>
/// <param name="Iterations">How often AᵀA was applied.</param>
/// <param name="Residual">‖AᵀAv − σ²v‖ / σ² for the combination v of length 1: the square of some singular value lies within so much of σ²,
/// relatively, and where that is the largest, σ² itself is right to about the square of it. 0 where the norm is 0.</param>
/// <param name="Converged">Whether the residual is at most 1e-6; where it is not, the value is a lower bound.</param>
public sealed record SpectralNorm(double Value, int Iterations, double Residual, bool Converged)
{
    /// <summary>How often AᵀA is applied at most.</summary>
    public const int MostIterations = 200;

    /// <summary>The norm of a learned layer.</summary>
    /// <param name="layer">The layer; its shift is left out.</param>
    /// <param name="shape">The shape of one input without the batch: (C, H, W), or (d).</param>
    /// <param name="seed">Decides the start.</param>
    /// <param name="token">Ends the work early.</param>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static SpectralNorm Of(AffinePart layer, IReadOnlyList<long> shape, ulong seed = 0, CancellationToken token = default)
    {
        ArgumentNullException.ThrowIfNull(layer);
        ArgumentNullException.ThrowIfNull(shape);
        TorchBackend.EnsureLoaded();
        using var scope = NewDisposeScope();
        var weight = layer.Weight.detach().to(ScalarType.Float64);
        var start = new RandomKey(seed, RandomPurpose.PowerIterationStart).Stream(0);
        return new PowerMethod(x => layer.Map(x, weight), [1, .. shape], weight.device).Run(start, token);
    }
}
