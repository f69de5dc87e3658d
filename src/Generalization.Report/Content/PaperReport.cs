using System.Collections.Immutable;
using Generalization.Experiments;
using Generalization.Experiments.Kinds.DistributedTrainings;
using Generalization.Report.Drawing;
using Generalization.Report.Figures;
using Generalization.Report.Paper;
using Generalization.Report.Statements;

namespace Generalization.Report.Content;

/// <summary>The paper's tables and figures beside the results of a list of experiments; immutable.</summary>
public sealed record PaperReport
{
    private PaperReport(string name, ImmutableArray<Run> runs) => (Name, Runs) = (name, runs);

    /// <summary>The list's name.</summary>
    public string Name { get; }

    /// <summary>The experiments and how far they are.</summary>
    public ImmutableArray<Run> Runs { get; }

    /// <summary>What must be known of the data or the machine, in sentences. Default: none.</summary>
    public ImmutableArray<string> Remarks { get; private init; } = [];

    /// <summary>One for each table and figure, in the order of <see cref="PaperSections.All"/>; none where no experiment of the list is the
    /// paper's.</summary>
    public required ImmutableArray<ReportSection> Sections { get; init; }

    /// <summary>The runs that are none of the paper's, trainings by many workers among them; all of them where the list has none of the
    /// paper's.</summary>
    public required ImmutableArray<OwnGroup> Own { get; init; }

    /// <summary>The sections as a page shows them: those first that the list has experiments for.</summary>
    internal IEnumerable<ReportSection> InOrder => Sections.OrderBy(s => s.IsListed ? 0 : 1);

    /// <summary>The paper's figures in a few words.</summary>
    public ImmutableArray<FigureCard> Cards => FigureCard.Of(Sections);

    /// <summary>Whether experiments of the paper are in the list, or it is empty; else there are no sections.</summary>
    public bool HasPaper => !Sections.IsEmpty;

    /// <summary>Whether an experiment was running when this was written.</summary>
    public bool IsRunning => Runs.Any(r => r.Status == RunStatus.Running);

    /// <summary>What was found.</summary>
    public required ReportVerdict Verdict { get; init; }

    /// <summary>Puts results beside the paper's.</summary>
    /// <param name="name">The name of the experiments' list.</param>
    /// <param name="runs">The experiments of the list.</param>
    /// <param name="remarks">What must be known of the data or the machine, in sentences. Default: none.</param>
    public static PaperReport Of(string name, IReadOnlyList<Run> runs, params IReadOnlyList<string> remarks)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(runs);
        ArgumentNullException.ThrowIfNull(remarks);
        var (shown, leftOut) = RunsOfOneData.Of(runs);
        var sections = runs.Count == 0 || runs.Any(r => RunCommands.IsOfPaper(r.Experiment)) ? SectionsOf(shown) : [];
        return new PaperReport(name, [.. runs])
        {
            Remarks = [.. remarks, .. leftOut],
            Sections = sections,
            // The paper has no number of trainings by many workers.
            Own = OwnGroup.Of(
                sections.IsEmpty ? shown : shown.Where(r => r.Experiment is DistributedExperiment || !RunCommands.IsOfSamples(r.Experiment))
            ),
            Verdict = ReportVerdict.Of(shown, sections),
        };
    }

    private static ImmutableArray<ReportSection> SectionsOf(IReadOnlyList<Run> shown)
    {
        // All rows' runs first: how a metric scatters is known from all of them together.
        var found = PaperSections.All.Select(s => (Section: s, Rows: s.Rows.Select(r => FoundRuns.Of(r, shown)).ToArray())).ToArray();
        var spreads = PooledSpreads.Of(found.SelectMany(f => f.Rows));
        return [.. found.Select(f => Section(f.Section, [.. f.Rows.Select(r => RowOfRuns.Of(r, spreads))], shown))];
    }

    private static ReportSection Section(PaperSection paper, ImmutableArray<ReportRow> rows, IReadOnlyList<Run> shown)
    {
        var section = new ReportSection(paper, rows, FiguresOf(paper.Id, shown)) { Statements = PaperStatements.Of(paper.Id, shown) };
        return section with { IsListed = shown.Count == 0 || !section.IsEmpty || shown.Any(r => RunCommands.Fills(paper, r.Experiment)) };
    }

    private static ImmutableArray<Figure> FiguresOf(string section, IReadOnlyList<Run> runs) =>
        section switch
        {
            "figure-1a" => LossFigure.Of(runs),
            "figure-1b" => LabelCorruptionFigures.TimeToOverfit(runs),
            "figure-1c" => LabelCorruptionFigures.TestError(runs),
            "figure-2a" => ImageNetFigure.Of(runs),
            "figure-2b" => BatchNormFigure.Of(runs),
            "learn-then-memorize" => LearnThenMemorizeFigure.Of(runs),
            "section-5" => DoubleDescentFigure.Of(runs),
            _ => [],
        };
}
