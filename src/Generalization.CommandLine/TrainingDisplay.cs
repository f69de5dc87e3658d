using System.Globalization;
using Generalization.Experiments;
using Generalization.Experiments.Kinds.NetworkTraining;
using Generalization.Training.History;
using Spectre.Console;

namespace Generalization.CommandLine;

/// <summary>Shows a training: a live line on a terminal, a plain line per epoch elsewhere, nothing when quiet.</summary>
/// <param name="quiet">Whether to show nothing.</param>
/// <param name="pictures">Counts the pictures that are decoded while it goes on. Default: null, there are none.</param>
public sealed class TrainingDisplay(bool quiet, PictureMeter? pictures = null)
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
            p => p.At is TrainingAt at ? $"{run} · {Words(at)}{TimeLeft(at.Progress)}" : null,
            p => p.At is TrainingAt { Progress.Finished: not null } at ? $"{run} · {Words(at)}" : null
        );

    /// <summary>Writes a table; one that fits a log where there is no terminal.</summary>
    /// <param name="table">The table.</param>
    public static void Write(Table table)
    {
        if (Console.IsOutputRedirected)
            AnsiConsole.Profile.Width = LogWidth;
        AnsiConsole.Write(table);
    }

    // Where pictures are decoded ahead, one sees which part is the slowest: the network alone is as fast as it is without waiting.
    private string Words(TrainingAt at)
    {
        var p = at.Progress;
        if (pictures is null)
            return at.Words;
        var tested = p.Finished is { TestAccuracy: { } test, TestMetrics: var metrics }
            ? string.Create(
                CultureInfo.InvariantCulture,
                $" · test {100 * test:F1} %, top-5 {100 * (metrics?.GetValueOrDefault("top-5") ?? double.NaN):F1} %"
            )
            : "";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{at.Words}{tested} · {pictures.Words} · the network alone would train "
                + $"{p.ImagesPerSecond / Math.Max(1e-3, 1 - p.WaitingShare):F0} images/s; "
                + $"{100 * p.WaitingShare:F0} % of the time it waits "
                + $"for pictures"
        );
    }

    private static string TimeLeft(TrainingProgress p) =>
        p.Remaining >= TimeSpan.FromHours(1) ? $" · at most {p.Remaining:d\\.hh\\:mm\\:ss} left" : $" · at most {p.Remaining:mm\\:ss} left";
}
