namespace Generalization.Learning;

/// <summary>What a comparison of a measured share with a baseline shows.</summary>
public enum Finding
{
    /// <summary>The share is not above the baseline.</summary>
    No,

    /// <summary>The share is above the baseline, and the baseline is within its interval: more examples would tell.</summary>
    Unclear,

    /// <summary>The whole interval of the share is above the baseline.</summary>
    Yes,
}
