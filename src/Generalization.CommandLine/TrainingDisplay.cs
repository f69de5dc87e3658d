using Generalization.Experiments;
using Generalization.Experiments.Kinds.NetworkTraining;
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
    public T Show<T>(string run, Func<IProgress<RunProgress>, T> train) =>
        LiveDisplay.Show(
            quiet,
            run,
            train,
            p => p.At is TrainingAt at ? $"{run} · {at.Words}{TimeLeft(at.Progress)}" : null,
            p => p.At is TrainingAt { Progress.Finished: not null } at ? $"{run} · {at.Words}" : null
        );

    /// <summary>Writes a table; one that fits a log where there is no terminal.</summary>
    /// <param name="table">The table.</param>
    public static void Write(Table table)
    {
        if (Console.IsOutputRedirected)
            AnsiConsole.Profile.Width = LogWidth;
        AnsiConsole.Write(table);
    }

    private static string TimeLeft(TrainingProgress p) =>
        p.Remaining >= TimeSpan.FromHours(1) ? $" · at most {p.Remaining:d\\.hh\\:mm\\:ss} left" : $" · at most {p.Remaining:mm\\:ss} left";
}
