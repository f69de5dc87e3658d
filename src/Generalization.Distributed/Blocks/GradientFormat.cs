namespace Generalization.Distributed.Blocks;

/// <summary>What a gradient's numbers are sent as.</summary>
public enum GradientFormat
{
    /// <summary>float32: the bits of the gradient.</summary>
    Float32,

    /// <summary>bfloat16, rounded to the nearest; what rounding took is added to the worker's next gradient. Averages stay
    /// float32.</summary>
    BFloat16,
}
