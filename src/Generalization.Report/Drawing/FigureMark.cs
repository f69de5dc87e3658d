namespace Generalization.Report.Drawing;

/// <summary>A value of the paper's in a figure: a dotted line across, or a hollow point.</summary>
/// <param name="Y">Up.</param>
/// <param name="Colour">The colour of the curve that it belongs to.</param>
public sealed record FigureMark(double Y, int Colour)
{
    /// <summary>Across; null for a line. Default: null.</summary>
    public double? X { get; init; }
}
