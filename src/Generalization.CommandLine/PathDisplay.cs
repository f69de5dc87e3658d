using System.Diagnostics;
using Generalization.Experiments;
using Generalization.Experiments.Kinds.LeastNorm;

namespace Generalization.CommandLine;

/// <summary>Shows the descents of least-squares problems: a live line on a terminal, a line at the end of each and every ten seconds
/// elsewhere, nothing when quiet.</summary>
/// <param name="quiet">Whether to show nothing.</param>
public sealed class PathDisplay(bool quiet)
{
    private const double SecondsPerLine = 10;

    /// <summary>Runs descents and shows them.</summary>
    /// <param name="descend">The descents, given where to report to.</param>
    public T Show<T>(Func<IProgress<RunProgress>, T> descend)
    {
        var shown = Stopwatch.StartNew();
        return LiveDisplay.Show(quiet, "Starting", descend, p => p.At?.Words, Log);

        string? Log(RunProgress p)
        {
            if (p.At is not DescentAt at || (at.Point.Epoch < at.Epochs && shown.Elapsed.TotalSeconds < SecondsPerLine))
                return null;
            shown.Restart();
            return at.Words;
        }
    }
}
