namespace Generalization.Report.Statistics;

/// <summary>Whether a number agrees with a published one.</summary>
public enum Agreement
{
    /// <summary>It agrees: even at the far end of what another run could give, the difference is within the margin.</summary>
    Agrees,

    /// <summary>It differs: even at the near end, the difference is beyond the margin.</summary>
    Differs,

    /// <summary>The runs do not tell.</summary>
    Inconclusive,
}
