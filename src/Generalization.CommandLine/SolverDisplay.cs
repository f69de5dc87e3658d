using System.Diagnostics;
using System.Globalization;
using Generalization.Experiments;
using Generalization.Experiments.Kinds.KernelInterpolation;
using Generalization.Kernels.Progress;
using Generalization.Kernels.Solvers;
using static TorchSharp.torch;

namespace Generalization.CommandLine;

/// <summary>Shows a kernel regression: a live line on a terminal, a line at the end of each phase and every ten seconds elsewhere, nothing
/// when quiet.</summary>
/// <param name="quiet">Whether to show nothing.</param>
public sealed class SolverDisplay(bool quiet)
{
    private const double SecondsPerLine = 10;

    /// <summary>Runs a regression and shows it: what its plan will take, and its phases.</summary>
    /// <param name="work">The work, given where to report to.</param>
    public T Show<T>(Func<IProgress<RunProgress>, T> work)
    {
        var phase = new PhaseClock();
        return LiveDisplay.Show(quiet, "Starting", work, p => Line(p, phase, always: true), p => Line(p, phase, always: false));
    }

    private static string? Line(RunProgress progress, PhaseClock phase, bool always)
    {
        switch (progress.At)
        {
            case SolverPlanned planned:
                return PlanLine(planned);
            case SolverAt { Progress: var at }:
                phase.Enter(at.Phase);
                return always || phase.IsDue(at) ? phase.Line(at) : null;
            default:
                return null;
        }
    }

    private static string PlanLine(SolverPlanned planned)
    {
        var plan = planned.Plan;
        // It factorizes in another precision than the rate that results name.
        var rate = plan.PrecisionName == "mixed" ? ProductRate.Measure(ScalarType.Float32, plan.Options.Device) : planned.ProductRate;
        var seconds = plan.ExpectedSeconds(rate);
        var time = seconds < 120 ? FormattableString.Invariant($"{seconds:F0} s") : FormattableString.Invariant($"{seconds / 60:F0} min");
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{plan}; about {time} at {rate / 1e9:F0} "
                + $"GFLOP/s{(plan.Options.Solver == KernelSolver.Iterative ? " to fill the tiles, and then the iterations" : "")}"
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
                    $"{Name(p.Phase)} · iteration {p.Done:F0} · relative residual {p.RelativeResidual:E1} · "
                        + $"{elapsed.TotalSeconds:F0} s"
                );
            var left =
                p.Done > 0 && p.Done < total
                    ? FormattableString.Invariant($" · {inPhase.TotalSeconds * (total / p.Done - 1):F0} s left")
                    : "";
            return string.Create(
                CultureInfo.InvariantCulture,
                $"{Name(p.Phase)} · {100 * Math.Min(p.Done / total, 1):F0} % · {elapsed.TotalSeconds:F0} s{left}"
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
                SolverPhase.LeaveOneOut => "leaving one out",
                _ => "prediction",
            };
    }
}
