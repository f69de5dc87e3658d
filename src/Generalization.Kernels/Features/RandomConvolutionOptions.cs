namespace Generalization.Kernels.Features;

/// <summary>The filters of a random convolution, and how their responses become features.</summary>
/// <remarks>A value outside its range throws <see cref="ArgumentOutOfRangeException"/> where it is set.</remarks>
public sealed record RandomConvolutionOptions
{
    /// <summary>Filters; at least 1. Default: 1,000. The paper has 32,000.</summary>
    public int Filters
    {
        get;
        init => field = FeatureOption.AtLeastOne(value, nameof(Filters));
    } = 1000;

    /// <summary>p, for patches of p × p pixels of all channels; at least 1. Default: 6.</summary>
    public int PatchSize
    {
        get;
        init => field = FeatureOption.AtLeastOne(value, nameof(PatchSize));
    } = 6;

    /// <summary>Patches that whitening is fitted to; at least 1. Default: 100,000.</summary>
    public int PatchSamples
    {
        get;
        init => field = FeatureOption.AtLeastOne(value, nameof(PatchSamples));
    } = 100_000;

    /// <summary>Added to a patch's variance, on the 0–255 scale; positive and finite. Default: 10.</summary>
    public double NormalizationOffset
    {
        get;
        init => field = FeatureOption.Positive(value, nameof(NormalizationOffset));
    } = 10;

    /// <summary>ε, added to the variances that whitening divides by; positive and finite. Default: 0.1.</summary>
    public double WhiteningEpsilon
    {
        get;
        init => field = FeatureOption.Positive(value, nameof(WhiteningEpsilon));
    } = 0.1;

    /// <summary>α, what a response must exceed; at least 0 and finite. Default: 0.25.</summary>
    public double Threshold
    {
        get;
        init => field = FeatureOption.AtLeast(0, value, nameof(Threshold));
    } = 0.25;

    /// <summary>g, for g × g cells that responses are pooled in; at least 1. Default: 2, quadrants.</summary>
    public int Pooling
    {
        get;
        init => field = FeatureOption.AtLeastOne(value, nameof(Pooling));
    } = 2;

    /// <summary>Filters in a block; at least 1. Default: 100. The patches are cut out and normalized once a block.</summary>
    public int FiltersPerBlock
    {
        get;
        init => field = FeatureOption.AtLeastOne(value, nameof(FiltersPerBlock));
    } = 100;
}
