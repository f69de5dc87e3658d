namespace Generalization.Report.Paper;

/// <summary>How a row of the paper stands.</summary>
public enum ReportStatus
{
    /// <summary>At the paper's scale, and the mean is within the row's tolerance of the paper's value, or within two standard deviations
    /// that are no more than five tolerances.</summary>
    Reproduced,

    /// <summary>At the paper's scale, and the mean is further away, or some of the runs did not come to a number.</summary>
    Deviates,

    /// <summary>Run on less than the paper's images, or on others, or for too few steps: not compared.</summary>
    SmallerScale,

    /// <summary>The list has experiments for it, and none has a result.</summary>
    Pending,

    /// <summary>The list has no experiment for it.</summary>
    NotListed,

    /// <summary>Its runs have ended without this number, for the reason that the note gives.</summary>
    WithoutValue,
}
