using System.Collections.Immutable;

namespace Generalization.Report.Drawing;

/// <summary>A curve of a figure.</summary>
/// <param name="Name">Its line in the legend; empty for none.</param>
/// <param name="Colour">Which of the palette's colours, from 0; curves of one colour belong together.</param>
/// <param name="Points">Its points, from left to right.</param>
public sealed record FigureCurve(string Name, int Colour, ImmutableArray<FigurePoint> Points)
{
    /// <summary>Whether it is dashed. Default: false.</summary>
    public bool Dashed { get; init; }

    /// <summary>Whether its points are marked. Default: false.</summary>
    public bool Marked { get; init; }

    /// <summary>What lies above it is shaded up to its largest value so far: what stopping early would have kept. Default: false.</summary>
    public bool ShadedToBest { get; init; }
}
