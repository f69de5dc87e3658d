namespace Generalization.Report.Paper;

/// <summary>How a row of the paper stands.</summary>
/// <remarks>At the paper's scale, with d the mean minus the paper's value, m the row's margin and h the half-width of a 95 % prediction
/// interval: reproduced where |d| + h ≤ m, deviates where |d| − h > m, inconclusive else. Shares near 100 % go by their counts of
/// errors.</remarks>
public enum ReportStatus
{
    /// <summary>At the paper's scale, and a repetition would lie within the margin of the paper's value.</summary>
    Reproduced,

    /// <summary>At the paper's scale, and a repetition would lie beyond the margin, or some of the runs did not come to a number.</summary>
    Deviates,

    /// <summary>At the paper's scale, and the runs do not tell: they scatter too much, or too few were repeated.</summary>
    Inconclusive,

    /// <summary>At the paper's scale, and the paper leaves open what its number is of.</summary>
    NotComparable,

    /// <summary>Run on less than the paper's images, or on others, or for too few steps: not compared.</summary>
    SmallerScale,

    /// <summary>The list has experiments for it, and none has a result.</summary>
    Pending,

    /// <summary>The list has no experiment for it.</summary>
    NotListed,

    /// <summary>Its runs have ended without this number, for the reason that the note gives.</summary>
    WithoutValue,
}
