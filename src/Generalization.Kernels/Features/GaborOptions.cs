namespace Generalization.Kernels.Features;

/// <summary>A bank of Gabor filters and the way their responses become features.</summary>
/// <remarks>The paper says no more than "Gabor filters". The defaults were chosen on 4,000 of MNIST's training images, halves held out in
/// turn, with Gaussian kernels, of which γ = 0.05 was best; with fewer features than images a linear kernel cannot interpolate. A value
/// outside its range throws <see cref="ArgumentOutOfRangeException"/> where it is set.</remarks>
public sealed record GaborOptions
{
    /// <summary>Orientations, from 0 in equal steps below π; at least 1. Default: 8.</summary>
    public int Orientations
    {
        get;
        init => field = FeatureOption.AtLeastOne(value, nameof(Orientations));
    } = 8;

    /// <summary>Wavelengths, one a block; at least 1. Default: 3.</summary>
    public int Scales
    {
        get;
        init => field = FeatureOption.AtLeastOne(value, nameof(Scales));
    } = 3;

    /// <summary>The first wavelength in pixels; at least 2.5, as an odd filter vanishes at 2. Default: 4.</summary>
    public double ShortestWavelength
    {
        get;
        init => field = FeatureOption.AtLeast(2.5, value, nameof(ShortestWavelength));
    } = 4;

    /// <summary>Each wavelength divided by the one before; at least 1. Default: √2.</summary>
    public double WavelengthRatio
    {
        get;
        init => field = FeatureOption.AtLeast(1, value, nameof(WavelengthRatio));
    } = Math.Sqrt(2);

    /// <summary>σ/λ, the width of the Gaussian in wavelengths; at least 0.1. Default: 0.5.</summary>
    public double Bandwidth
    {
        get;
        init => field = FeatureOption.AtLeast(0.1, value, nameof(Bandwidth));
    } = 0.5;

    /// <summary>The Gaussian's width across the stripes divided by that along them; positive and finite. Default: 1, round.</summary>
    public double AspectRatio
    {
        get;
        init => field = FeatureOption.Positive(value, nameof(AspectRatio));
    } = 1;

    /// <summary>How even and odd responses become features. Default: their modulus.</summary>
    public GaborRectification Rectification { get; init; } = GaborRectification.Modulus;

    /// <summary>g, for g × g cells that responses are pooled in; at least 1. Default: 7.</summary>
    public int Grid
    {
        get;
        init => field = FeatureOption.AtLeastOne(value, nameof(Grid));
    } = 7;

    /// <summary>The standard deviation of the Gaussian that a cell weights responses with, in cells; positive and finite. Default:
    /// 0.5.</summary>
    public double PoolingWidth
    {
        get;
        init => field = FeatureOption.Positive(value, nameof(PoolingWidth));
    } = 0.5;

    /// <summary>Whether pooled responses are replaced by their square roots, before they are normalized. Default: true.</summary>
    public bool SquareRoot { get; init; } = true;

    /// <summary>The divisor of the pooled responses. Default: each cell by its own length and the image's mean.</summary>
    public GaborNormalization Normalization { get; init; } = GaborNormalization.Cell;

    internal double Wavelength(int scale) => ShortestWavelength * Math.Pow(WavelengthRatio, scale);
}
