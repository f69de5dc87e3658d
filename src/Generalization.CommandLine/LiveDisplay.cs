using Generalization.Threading;
using Spectre.Console;

namespace Generalization.CommandLine;

/// <summary>Shows work: a live line on a terminal, lines of a log elsewhere, nothing when quiet.</summary>
internal static class LiveDisplay
{
    /// <summary>Runs work and shows it.</summary>
    /// <param name="quiet">Whether to show nothing.</param>
    /// <param name="start">The first live line.</param>
    /// <param name="work">The work, given where to report to.</param>
    /// <param name="live">What the live line becomes; null to leave it.</param>
    /// <param name="log">What a log gets; null for nothing.</param>
    public static T Show<TProgress, T>(
        bool quiet,
        string start,
        Func<IProgress<TProgress>, T> work,
        Func<TProgress, string?> live,
        Func<TProgress, string?> log
    )
    {
        ArgumentNullException.ThrowIfNull(work);
        if (quiet)
            return work(new SynchronousProgress<TProgress>(_ => { }));
        if (Console.IsOutputRedirected)
            return work(
                new SynchronousProgress<TProgress>(p =>
                {
                    if (log(p) is { } line)
                        Console.WriteLine(line);
                })
            );
        return AnsiConsole
            .Status()
            .Start(
                Markup.Escape(start),
                status =>
                    work(
                        new SynchronousProgress<TProgress>(p =>
                        {
                            if (live(p) is { } line)
                                status.Status(Markup.Escape(line));
                        })
                    )
            );
    }
}
