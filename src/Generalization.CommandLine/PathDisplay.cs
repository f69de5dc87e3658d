using System.Diagnostics;
using Generalization.Experiments.Running;
using Generalization.Kernels.LeastNorm;
using Spectre.Console;

namespace Generalization.CommandLine;

/// <summary>Shows the descent of a least-squares problem: a live line on a terminal, a line at its end and every ten seconds elsewhere,
/// nothing when quiet.</summary>
/// <param name="quiet">Whether to show nothing.</param>
public sealed class PathDisplay(bool quiet)
{
    private const double SecondsPerLine = 10;

    /// <summary>Runs a descent and shows it.</summary>
    /// <param name="run">The run's name.</param>
    /// <param name="epochs">Its epochs.</param>
    /// <param name="descend">The descent, given where to report to.</param>
    public LeastSquaresPath Show(string run, int epochs, Func<IProgress<LeastSquaresPathPoint>, LeastSquaresPath> descend)
    {
        ArgumentNullException.ThrowIfNull(descend);
        if (quiet)
            return descend(new Callback(_ => { }));
        if (!Console.IsOutputRedirected)
            return AnsiConsole
                .Status()
                .Start(Markup.Escape(run), status => descend(new Callback(p => status.Status(Markup.Escape(Line(run, epochs, p))))));
        var shown = Stopwatch.StartNew();
        return descend(
            new Callback(p =>
            {
                if (p.Epoch < epochs && shown.Elapsed.TotalSeconds < SecondsPerLine)
                    return;
                Console.WriteLine(Line(run, epochs, p));
                shown.Restart();
            })
        );
    }

    private static string Line(string run, int epochs, LeastSquaresPathPoint p) =>
        FormattableString.Invariant($"{run} · epoch {p.Epoch}/{epochs} · loss {p.Loss:0.0E+0} · distance {p.Distance:G4}");

    private sealed class Callback(Action<LeastSquaresPathPoint> report) : IProgress<LeastSquaresPathPoint>
    {
        public void Report(LeastSquaresPathPoint value) => report(value);
    }
}
