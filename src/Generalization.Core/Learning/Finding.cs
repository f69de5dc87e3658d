namespace Generalization.Learning;

/// <summary>The outcome of comparing a measured share with a baseline.</summary>
public enum Finding
{
    /// <summary>The share is not above the baseline.</summary>
    No,

    /// <summary>The share is above the baseline, but the baseline is within its interval. More examples would decide.</summary>
    Unclear,

    /// <summary>The whole interval of the share is above the baseline.</summary>
    Yes,
}
