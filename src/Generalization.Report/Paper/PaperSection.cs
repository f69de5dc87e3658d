using System.Collections.Immutable;

namespace Generalization.Report.Paper;

/// <summary>A table, a figure or a section of the paper, and what is said of it here.</summary>
/// <param name="Id">For example "table-1", "figure-1a".</param>
/// <param name="Title">The heading.</param>
/// <param name="Text">What it shows, for someone who has not read the paper.</param>
public sealed record PaperSection(string Id, string Title, string Text)
{
    /// <summary>Its numbers. Default: none.</summary>
    public ImmutableArray<PaperRow> Rows { get; init; } = [];

    /// <summary>Whether the lists for CIFAR-10 and MNIST have experiments for it; its text says which list has them else. Default:
    /// true.</summary>
    public bool IsCovered { get; init; } = true;
}
