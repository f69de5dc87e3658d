namespace Generalization.Measures.Norms;

/// <summary>The norms of a learned layer, with the batch normalization after it folded in.</summary>
/// <param name="Name">The module's name in the network.</param>
/// <param name="Spectral">The spectral norm as an operator on the layer's true input.</param>
/// <param name="Frobenius">The Frobenius norm of the weights: for a convolution that of its kernel, not of the operator.</param>
/// <param name="Folded">Whether a batch normalization is folded in.</param>
public sealed record LayerNorms(string Name, SpectralNorm Spectral, double Frobenius, bool Folded);
