namespace Generalization.Report.Drawing;

/// <summary>A point of a figure.</summary>
/// <param name="X">Across.</param>
/// <param name="Y">Up.</param>
public readonly record struct FigurePoint(double X, double Y);
