namespace Generalization.Report.Drawing;

/// <summary>Where a legend stands in the way of nothing.</summary>
public enum FigureLegend
{
    /// <summary>Above to the right: falling curves.</summary>
    UpperRight,

    /// <summary>Above to the left: rising curves.</summary>
    UpperLeft,

    /// <summary>Below to the right: curves that rise early.</summary>
    LowerRight,

    /// <summary>Outside, to the right: many curves.</summary>
    Outside,

    /// <summary>Outside, below: curves with long names.</summary>
    Below,
}
