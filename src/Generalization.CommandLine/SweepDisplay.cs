using System.Globalization;
using Generalization.Experiments.Running;
using Generalization.Report;
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
        if (quiet)
            return work(new Callback(_ => { }));
        if (Console.IsOutputRedirected)
            return work(
                new Callback(p =>
                {
                    if (p.Ended is not null)
                        Console.WriteLine(EndedLine(p));
                })
            );
        return AnsiConsole
            .Status()
            .Start(
                "Starting",
                status =>
                    work(
                        new Callback(p =>
                        {
                            if (p.Ended is not null)
                                AnsiConsole.WriteLine(EndedLine(p));
                            status.Status(Markup.Escape(Line(p)));
                        })
                    )
            );
    }

    private static string EndedLine(SweepProgress p) =>
        $"{p.Finished + p.Failed}/{p.Count} · " + $"{RunWords.Of(p.Ended!.Experiment)} · " + $"{RunWords.Outcome(p.Ended)}";

    private static string Line(SweepProgress p)
    {
        var done =
            $"{p.Finished + p.Failed}/{p.Count} "
            + $"done{(p.Remaining is { } time ? $", about {RunWords.Duration(time.TotalSeconds)} left" : "")}";
        return p.Running switch
        {
            [] => $"{done} · waiting for other processes",
            [var one] => $"{done} · {RunWords.Of(one.Experiment)}{Where(one)}",
            var several => string.Create(
                CultureInfo.InvariantCulture,
                $"{done} · {several.Length} side by side, "
                    + $"{several.Sum(r => r.Training?.ImagesPerSecond ?? 0):F0} images/s · "
                    + $"{string.Join(" · ", several.Select(Short))}"
            ),
        };
    }

    private static string Short(RunProgress run) =>
        RunWords.Of(run.Experiment) + (run.Training is { } t ? $", epoch {t.Epoch}/{t.Epochs}" : "");

    private static string Where(RunProgress run) =>
        run switch
        {
            { Training: { } t } => string.Create(
                CultureInfo.InvariantCulture,
                $" · epoch {t.Epoch}/{t.Epochs} · loss {t.Loss:F3} · accuracy "
                    + $"{100 * t.Accuracy:F1} % · "
                    + $"{t.ImagesPerSecond:F0} images/s"
            ),
            { Solver: { } s } => s.Total is { } total
                ? string.Create(CultureInfo.InvariantCulture, $" · {s.Phase} {100 * s.Done / total:F0} %")
                : $" · {s.Phase}",
            _ => "",
        };

    private sealed class Callback(Action<SweepProgress> report) : IProgress<SweepProgress>
    {
        public void Report(SweepProgress value) => report(value);
    }
}
