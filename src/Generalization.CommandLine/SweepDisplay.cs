using System.Globalization;
using Generalization.Experiments;
using Generalization.Experiments.Running;
using Spectre.Console;

namespace Generalization.CommandLine;

/// <summary>Shows a list of experiments: a live line on a terminal and one for each that ends, the latter alone elsewhere, nothing when
/// quiet.</summary>
/// <param name="quiet">Whether to show nothing.</param>
public sealed class SweepDisplay(bool quiet)
{
    /// <summary>Works through a list and shows it.</summary>
    /// <param name="work">The work, given where to report to.</param>
    public SweepOutcome Show(Func<IProgress<SweepProgress>, SweepOutcome> work)
    {
        ArgumentNullException.ThrowIfNull(work);
        return LiveDisplay.Show(quiet, "Starting", work, Live, p => p.Ended is null ? null : EndedLine(p));
    }

    private static string Live(SweepProgress p)
    {
        if (p.Ended is not null)
            AnsiConsole.WriteLine(EndedLine(p));
        return Line(p);
    }

    private static string EndedLine(SweepProgress p) =>
        $"{p.Finished + p.Failed}/{p.Count} · {p.Ended!.Experiment.Words} · {p.Ended.Outcome}";

    private static string Line(SweepProgress p)
    {
        var done =
            $"{p.Finished + p.Failed}/{p.Count} "
            + $"done{(p.Remaining is { } time ? $", about {KindWords.Duration(time.TotalSeconds)} left" : "")}";
        return p.Running switch
        {
            [] => $"{done} · waiting for other processes",
            [var one] => $"{done} · {one.Experiment.Words}{Where(one)}",
            var several => string.Create(
                CultureInfo.InvariantCulture,
                $"{done} · {several.Length} side by side, {several.Sum(r => r.At?.ImagesPerSecond ?? 0):F0} images/s · "
                    + $"{string.Join(" · ", several.Select(Short))}"
            ),
        };
    }

    private static string Short(RunProgress run) => run.Experiment.Words + (run.At is { } at ? $", {at.ShortWords}" : "");

    private static string Where(RunProgress run) => run.At is { } at ? $" · {at.Words}" : "";
}
