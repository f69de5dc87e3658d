using System.Globalization;
using Generalization.Experiments;
using Generalization.Experiments.Kinds.FiniteSamples;
using Generalization.Experiments.Kinds.KernelInterpolation;
using Generalization.Experiments.Kinds.NetworkTraining;

namespace Generalization.Report.Paper;

/// <summary>A number that a run gives and the paper states.</summary>
/// <remarks>Names are those of tables.json. Fractions lie in 0..1.</remarks>
public sealed partial record PaperMetric
{
    private readonly Func<Run, IReadOnlyList<Run>, double?> of;

    private PaperMetric(string name, string title, MetricUnit unit, Func<Run, IReadOnlyList<Run>, double?> of) =>
        (Name, Title, Unit, ScattersAs, this.of) = (name, title, unit, name, of);

    /// <summary>The name in tables.json.</summary>
    public string Name { get; }

    /// <summary>The name for people.</summary>
    public string Title { get; }

    /// <summary>How its numbers are written.</summary>
    public MetricUnit Unit { get; }

    /// <summary>The metric whose scatter between seeds this one shares: a test error has that of the test accuracy.</summary>
    internal string ScattersAs { get; private init; }

    /// <summary>Whether it is a share of examples that are wrong, not right.</summary>
    internal bool IsError { get; private init; }

    /// <summary>Whether it is computed and not drawn: another seed tells nothing of it.</summary>
    internal bool IsExact { get; private init; }

    /// <summary>Whether it is measured on the test set, and so no more exact than its images are many.</summary>
    internal bool IsOfTest { get; private init; }

    /// <summary>How many examples it is a share of; null where it is no share.</summary>
    internal Func<Run, int?> ExamplesOf { get; private init; } = _ => null;

    /// <summary>Why a run that has ended gives no such number.</summary>
    internal Func<Run, string> WhyNot { get; private init; } = _ => "its runs give no such number";

    /// <summary>What a reader should see beside it: the same at other thresholds, or a bound. Default: nothing.</summary>
    internal Func<IReadOnlyList<Run>, IReadOnlyList<Run>, string?> Beside { get; private init; } = (_, _) => null;

    /// <summary>The run's number; null where it has none, or not yet.</summary>
    /// <param name="run">The run.</param>
    /// <param name="all">All runs, for metrics that compare two.</param>
    public double? Of(Run run, IReadOnlyList<Run> all)
    {
        ArgumentNullException.ThrowIfNull(run);
        ArgumentNullException.ThrowIfNull(all);
        return of(run, all);
    }

    /// <summary>A value in words, such as "89.05 %"; the same in every culture.</summary>
    /// <param name="value">The value.</param>
    public string Format(double value) =>
        Unit == MetricUnit.Percent
            ? (100 * value).ToString("F2", CultureInfo.InvariantCulture) + " %"
            : value.ToString("G4", CultureInfo.InvariantCulture);

    /// <summary>A difference in words, such as "+0.26" percentage points.</summary>
    /// <param name="difference">The difference.</param>
    public string FormatDifference(double difference)
    {
        var text =
            Unit == MetricUnit.Percent
                ? (100 * difference).ToString("F2", CultureInfo.InvariantCulture)
                : difference.ToString("G3", CultureInfo.InvariantCulture);
        return difference >= 0 ? "+" + text.TrimStart('-') : text.Replace('-', '−');
    }

    /// <summary>A width in words, such as "1.38 points".</summary>
    internal string FormatWidth(double width) =>
        Unit == MetricUnit.Percent
            ? (100 * width).ToString("F2", CultureInfo.InvariantCulture) + " points"
            : width.ToString("G3", CultureInfo.InvariantCulture);

    private static PaperMetric OfTraining(string name, string title, MetricUnit unit, Func<TrainingResult, double?> of) =>
        new(name, title, unit, (run, _) => run.Result?.Training is { } training ? of(training) : null);

    private static PaperMetric OfTest(string name, string title, Func<Run, double?> of) =>
        new(name, title, MetricUnit.Percent, (run, _) => of(run)) { IsOfTest = true, ExamplesOf = TestExamples };

    private static PaperMetric OfTrain(string name, string title, Func<Run, double?> of) =>
        new(name, title, MetricUnit.Percent, (run, _) => of(run)) { ExamplesOf = run => run.Result?.Training?.TrainCount };

    private static int? TestExamples(Run run) =>
        (run.Result?.Kernel?.TestCount ?? run.Result?.Training?.TestCount) is > 0 and var n ? n : null;
}
