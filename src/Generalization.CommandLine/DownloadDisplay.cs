using Generalization.Data.Download;
using Generalization.Threading;
using Spectre.Console;

namespace Generalization.CommandLine;

/// <summary>Shows a download: a bar for each file on a terminal, a line for each file elsewhere, nothing when quiet.</summary>
internal static class DownloadDisplay
{
    public static void Show(bool quiet, Func<IProgress<DownloadProgress>, Task> download)
    {
        if (quiet || Console.IsOutputRedirected)
        {
            var shown = "";
            Wait(
                download(
                    new SynchronousProgress<DownloadProgress>(p =>
                    {
                        if (quiet || p.File == shown)
                            return;
                        shown = p.File;
                        Console.WriteLine(
                            p.Total is { } total
                                ? FormattableString.Invariant($"Downloading {p.File}, {total:N0} bytes")
                                : $"Downloading {p.File}"
                        );
                    })
                )
            );
            return;
        }

        AnsiConsole
            .Progress()
            .Columns(
                new TaskDescriptionColumn(),
                new ProgressBarColumn(),
                new DownloadedColumn(),
                new TransferSpeedColumn(),
                new RemainingTimeColumn()
            )
            .Start(context =>
            {
                var bars = new Dictionary<string, ProgressTask>();
                Wait(
                    download(
                        new SynchronousProgress<DownloadProgress>(p =>
                        {
                            if (!bars.TryGetValue(p.File, out var bar))
                                bars.Add(p.File, bar = context.AddTask(Markup.Escape(p.File), maxValue: p.Total ?? 0));
                            bar.Value = p.Bytes;
                        })
                    )
                );
            });
    }

    private static void Wait(Task task) => task.GetAwaiter().GetResult();
}
