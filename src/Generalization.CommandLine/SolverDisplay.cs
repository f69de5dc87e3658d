using System.Diagnostics;
using System.Globalization;
using Generalization.Experiments.Running;
using Generalization.Kernels.Progress;
using Generalization.Kernels.Solvers;
using Spectre.Console;

namespace Generalization.CommandLine;

/// <summary>Shows a kernel regression: a live line on a terminal, a line at the end of each phase and every ten seconds elsewhere, nothing
/// when quiet.</summary>
/// <param name="quiet">Whether to show nothing.</param>
public sealed class SolverDisplay(bool quiet)
{
    private const double SecondsPerLine = 10;

    /// <summary>Says what a plan will take.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="productRate">The machine's matrix-product rate in the precision that the plan factorizes in, in operations a
    /// second.</param>
    public void Write(SolverPlan plan, double productRate)
    {
        ArgumentNullException.ThrowIfNull(plan);
        if (quiet)
            return;
        var seconds = plan.ExpectedSeconds(productRate);
        var time = seconds < 120 ? $"{seconds:F0} s" : $"{seconds / 60:F0} min";
        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{plan}; about {time} at {productRate / 1e9:F0} "
                    + $"GFLOP/s{(plan.Options.Solver == KernelSolver.Iterative ? " to fill the tiles, and then the iterations" : "")}"
            )
        );
    }

    /// <summary>Runs work and shows it.</summary>
    /// <param name="work">The work, given where to report to.</param>
    public T Show<T>(Func<IProgress<SolverProgress>, T> work)
    {
        ArgumentNullException.ThrowIfNull(work);
        if (quiet)
            return work(new Callback(_ => { }));
        var phase = new PhaseClock();
        if (Console.IsOutputRedirected)
        {
            return work(
                new Callback(p =>
                {
                    phase.Enter(p.Phase);
                    if (phase.IsDue(p))
                        Console.WriteLine(phase.Line(p));
                })
            );
        }

        return AnsiConsole
            .Status()
            .Start(
                "Starting",
                status =>
                    work(
                        new Callback(p =>
                        {
                            phase.Enter(p.Phase);
                            status.Status(Markup.Escape(phase.Line(p)));
                        })
                    )
            );
    }

    private sealed class PhaseClock
    {
        private readonly Stopwatch whole = Stopwatch.StartNew();
        private SolverPhase? phase;
        private TimeSpan start,
            shown;

        public void Enter(SolverPhase now)
        {
            if (now == phase)
                return;
            (phase, start) = (now, whole.Elapsed);
        }

        public bool IsDue(SolverProgress p)
        {
            // Sums of operations meet their total but for rounding.
            var ends = p.Total is { } total && p.Done >= total * (1 - 1e-9);
            if (!ends && (whole.Elapsed - shown).TotalSeconds < SecondsPerLine)
                return false;
            shown = whole.Elapsed;
            return true;
        }

        public string Line(SolverProgress p)
        {
            var (elapsed, inPhase) = (whole.Elapsed, whole.Elapsed - start);
            if (p.Total is not { } total)
                return string.Create(
                    CultureInfo.InvariantCulture,
                    $"{Name(p.Phase)} · iteration {p.Done:F0} · relative "
                        + $"residual {p.RelativeResidual:E1} · "
                        + $"{elapsed.TotalSeconds:F0} s"
                );
            var left =
                p.Done > 0 && p.Done < total
                    ? FormattableString.Invariant($" · {inPhase.TotalSeconds * (total / p.Done - 1):F0} s left")
                    : "";
            return string.Create(
                CultureInfo.InvariantCulture,
                $"{Name(p.Phase)} · {100 * Math.Min(p.Done / total, 1):F0} % · " + $"{elapsed.TotalSeconds:F0} s{left}"
            );
        }

        private static string Name(SolverPhase phase) =>
            phase switch
            {
                SolverPhase.Features => "features",
                SolverPhase.Gram => "Gram matrix",
                SolverPhase.Factor => "factorization",
                SolverPhase.Solve => "solve",
                SolverPhase.Verify => "verification",
                _ => "prediction",
            };
    }

    private sealed class Callback(Action<SolverProgress> report) : IProgress<SolverProgress>
    {
        public void Report(SolverProgress value) => report(value);
    }
}
