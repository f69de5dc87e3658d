using System.Collections.Immutable;
using Generalization.Experiments.Kinds.NetworkTraining;

namespace Generalization.Report.Paper;

/// <summary>The tables and figures of "Understanding deep learning requires rethinking generalization" (Zhang, Bengio, Hardt, Recht,
/// Vinyals; ICLR 2017).</summary>
public static partial class PaperSections
{
    /// <summary>All of them, in the order in which a report shows them.</summary>
    public static ImmutableArray<PaperSection> All { get; } =
    [
        Table1(),
        Table2(),
        Table3(),
        Table4(),
        Figure1a(),
        Figure1b(),
        Figure1c(),
        LearnThenMemorize(),
        Figure2a(),
        Figure2b(),
        Section4(),
        Section5(),
    ];

    /// <summary>One by its identifier.</summary>
    /// <param name="id">The identifier.</param>
    /// <exception cref="ArgumentException">There is none of that name.</exception>
    public static PaperSection Named(string id) =>
        All.FirstOrDefault(s => s.Id == id)
        ?? throw new ArgumentException($"The section must be one of {string.Join(", ", All.Select(s => s.Id))}, but was {id}.", nameof(id));

    /// <summary>A model's name as the paper writes it; other names as they are.</summary>
    /// <param name="model">The model's name.</param>
    public static string ModelTitle(string model) => PaperNames.OfModel(model);
}
