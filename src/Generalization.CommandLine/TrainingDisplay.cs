using Generalization.Experiments.Running;
using Generalization.Training.History;
using Spectre.Console;

namespace Generalization.CommandLine;

/// <summary>Shows a training: a live line on a terminal, a plain line per epoch elsewhere, nothing when quiet.</summary>
/// <param name="quiet">Whether to show nothing.</param>
public sealed class TrainingDisplay(bool quiet)
{
    private const int LogWidth = 100;

    /// <summary>Runs a training and shows it.</summary>
    /// <param name="run">The run's name.</param>
    /// <param name="train">The training, given where to report to.</param>
    public TrainingHistory Show(string run, Func<IProgress<TrainingProgress>, TrainingHistory> train)
    {
        ArgumentNullException.ThrowIfNull(train);
        if (quiet)
            return train(new Callback(_ => { }));
        if (Console.IsOutputRedirected)
            return train(
                new Callback(p =>
                {
                    if (p.Finished is not null)
                        Console.WriteLine(Line(run, p));
                })
            );
        return AnsiConsole
            .Status()
            .Start(Markup.Escape(run), status => train(new Callback(p => status.Status(Markup.Escape(Line(run, p) + TimeLeft(p))))));
    }

    /// <summary>Writes a table; one that fits a log where there is no terminal.</summary>
    /// <param name="table">The table.</param>
    public static void Write(Table table)
    {
        if (Console.IsOutputRedirected)
            AnsiConsole.Profile.Width = LogWidth;
        AnsiConsole.Write(table);
    }

    private static string Line(string run, TrainingProgress p) =>
        FormattableString.Invariant(
            $"{run} · epoch {p.Epoch}/{p.Epochs} · loss {p.Loss:F3} · accuracy {100 * p.Accuracy:F1} % · {p.ImagesPerSecond:F0} images/s"
        );

    private static string TimeLeft(TrainingProgress p) =>
        p.Remaining >= TimeSpan.FromHours(1) ? $" · at most {p.Remaining:d\\.hh\\:mm\\:ss} left" : $" · at most {p.Remaining:mm\\:ss} left";

    private sealed class Callback(Action<TrainingProgress> report) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => report(value);
    }
}
