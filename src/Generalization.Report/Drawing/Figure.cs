using System.Collections.Immutable;

namespace Generalization.Report.Drawing;

/// <summary>A figure as data.</summary>
/// <param name="Id">Its file's name without the ending: small letters, digits and hyphens.</param>
/// <param name="Title">The title, which says what was run at which scale.</param>
/// <param name="Across">What lies on the horizontal axis.</param>
/// <param name="Up">What lies on the vertical axis.</param>
public sealed record Figure(string Id, string Title, string Across, string Up)
{
    /// <summary>The curves, in the legend's order.</summary>
    public required ImmutableArray<FigureCurve> Curves { get; init; }

    /// <summary>The paper's values, drawn beside the curves. Default: none.</summary>
    public ImmutableArray<FigureMark> Marks { get; init; } = [];

    /// <summary>What it says, in a sentence with the paper's value; null for nothing. Default: null.</summary>
    public string? Summary { get; init; }

    /// <summary>Where the vertical axis ends; null for where the curves do. Default: null.</summary>
    public double? Top { get; init; }

    /// <summary>Where the horizontal axis begins; null for 0. Default: null.</summary>
    public double? Left { get; init; }

    /// <summary>Whether the horizontal axis is logarithmic; its values are then positive. Default: false.</summary>
    public bool LogarithmicAcross { get; init; }

    /// <summary>Where the legend stands. Default: above to the right.</summary>
    public FigureLegend Legend { get; init; }

    /// <summary>What must be said beside it, such as which runs are missing; sentences. Default: none.</summary>
    public ImmutableArray<string> Notes { get; init; } = [];

    /// <summary>What it shows, in words, for those who cannot see it: each curve's first and last point.</summary>
    public string Description =>
        $"{Title}. {Up} against {Across}: "
        + string.Join(
            "; ",
            Curves
                .Where(c => c.Name.Length > 0 && c.Points.Length > 0)
                .Select(c =>
                    FormattableString.Invariant(
                        $"{c.Name} from {c.Points[0].Y:G3} at {c.Points[0].X:G3} to {c.Points[^1].Y:G3} at {c.Points[^1].X:G3}"
                    )
                )
        )
        + ".";
}
