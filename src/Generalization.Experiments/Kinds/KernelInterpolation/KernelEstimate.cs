using System.Collections.Immutable;

namespace Generalization.Experiments.Kinds.KernelInterpolation;

/// <summary>How long a kernel regression will take.</summary>
internal static class KernelEstimate
{
    // The factorization grows with n³, and one product of the iterative solver with n²; features with n · filters.
    public static double? Seconds(KernelExperiment e, ImmutableArray<FinishedExperiment<KernelExperiment, KernelResult>> finished)
    {
        var power = e.Solver == "direct" ? 3 : 2;
        var alike = finished
            .Where(p => p.Experiment.Solver == e.Solver && p.Experiment.Features == e.Features && p.Experiment.Centres == e.Centres)
            .ToArray();
        var n =
            e.Train
            ?? alike
                .Where(p => p.Experiment.Dataset == e.Dataset && p.Experiment.Train is null)
                .Select(p => (int?)(p.Numbers.N - (p.Numbers.Appended ?? 0)))
                .FirstOrDefault();
        if (n + (e.Appended ?? 0) is not { } count || alike.Length == 0)
            return null;
        var (nearest, kernel, _) = alike.MinBy(p => Math.Abs(Math.Log((double)p.Numbers.N / count)))!;
        return kernel.Seconds.Total
            * Math.Pow((double)count / kernel.N, power)
            * Math.Max(1, (double)(e.Filters ?? 1) / (nearest.Filters ?? 1));
    }
}
