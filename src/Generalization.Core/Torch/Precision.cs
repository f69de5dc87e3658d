namespace Generalization.Torch;

/// <summary>The numbers that a training computes with.</summary>
public enum Precision
{
    /// <summary>float32 throughout.</summary>
    Float32,

    /// <summary>Convolutions, linear layers and matrix products in bfloat16 (8 bits of mantissa), forward, backward and in evaluation;
    /// weights, their gradients and updates, statistics of normalizations and the loss in float32; local response normalization, which
    /// keeps none, in bfloat16. The network's code does not change. 1.5 to 2.2 times as fast as float32 on a processor with bfloat16
    /// instructions, and about three times as slow on one without AVX-512 (docs/benchmarks.md). Linux and macOS.</summary>
    BFloat16,
}
