namespace Generalization.Kernels.Features;

/// <summary>How the responses of an even and an odd filter become features.</summary>
public enum GaborRectification
{
    /// <summary>The modulus √(even² + odd²), one map an orientation.</summary>
    Modulus,

    /// <summary>max(0, even), max(0, −even), max(0, odd), max(0, −odd), four maps an orientation.</summary>
    TwoSided,
}
