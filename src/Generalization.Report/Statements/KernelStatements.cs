using System.Globalization;
using Generalization.Experiments;
using Generalization.Experiments.Kinds.KernelInterpolation;
using Generalization.Report.Figures;
using Generalization.Report.Statistics;

namespace Generalization.Report.Statements;

/// <summary>Section 5 on kernels: interpolants of larger norm, and what a ridge changes.</summary>
internal static class KernelStatements
{
    // Far larger: the paper's own pair, 220 and 390, is less than this apart.
    private const double FarLarger = 3;

    public static IEnumerable<PaperStatement> Of(IReadOnlyList<Run> records)
    {
        var fits = (
            from record in records
            where record is { Experiment: KernelExperiment, Result.Kernel: not null }
            select new KernelFitted((KernelExperiment)record.Experiment, record.Result!.Kernel!)
        ).ToArray();
        foreach (var same in fits.Where(f => f.IsPlain && f.Experiment.Ridge == 0).GroupBy(f => f.Same))
        {
            var alike = fits.Where(f => f.Same == same.Key).ToArray();
            if (same.FirstOrDefault(f => f.Result.TrainErrors == 0) is { } least && LargerNorms(least, alike) is { } larger)
                yield return larger;
            // Errors are counted over the test images.
            foreach (var plain in same.DistinctBy(f => f.Experiment.Test))
                if (Ridge(plain, [.. alike.Where(f => f.Experiment.Test == plain.Experiment.Test)]) is { } ridge)
                    yield return ridge;
        }
    }

    private static PaperStatement? LargerNorms(KernelFitted plain, KernelFitted[] alike)
    {
        var others = alike
            .Where(f => f.Name is not null && f.Experiment.Ridge == 0 && f.Result.TrainErrors == 0)
            .GroupBy(f => f.Name!)
            .Select(g => (Name: g.Key, Norm: Median(g.Select(f => f.Result.Norm)), Count: g.Count()))
            .ToArray();
        if (others.Length == 0)
            return null;
        var far = others.Where(o => !o.Name.EndsWith("true labels", StringComparison.Ordinal)).ToArray();
        return new(
            $"norms-{plain.Experiment.Id}",
            "Other interpolants have far larger norms: with random labels for test images among the training "
                + "data, and with centres at random "
                + "points.",
            "Each that fits all training labels has at least 3 times the least norm; of several seeds the median counts.",
            far.Length == 0 ? null
                : far.All(o => o.Norm >= FarLarger * plain.Result.Norm) ? Agreement.Agrees
                : Agreement.Differs,
            $"{plain.Words}: least norm {Number(plain.Result.Norm)}; "
                + string.Join(
                    ", ",
                    others.Select(o =>
                        $"{o.Name} {Number(o.Norm)}"
                        + (o.Count > 1 ? string.Create(CultureInfo.InvariantCulture, $" (median of {o.Count} seeds)") : "")
                    )
                )
                + "."
        );
    }

    private static PaperStatement? Ridge(KernelFitted plain, KernelFitted[] alike)
    {
        var ridges = alike.Where(f => f.IsPlain && f.Experiment.Ridge > 0 && f.Result.TestErrors is not null).ToArray();
        if (ridges.Length == 0 || plain.Result.TestErrors is not { } without)
            return null;
        return new(
            $"ridge-{plain.Experiment.Id}",
            "ℓ2 regularization does not improve the error.",
            "It holds where the best ridge makes at most √(e₁ + e₂) fewer test errors, and does not hold where it makes more than "
                + "3√(e₁ + e₂) fewer.",
            Improved(without, ridges.Min(r => r.Result.TestErrors!.Value)),
            string.Create(
                CultureInfo.InvariantCulture,
                $"{plain.Words}{DoubleDescentFigure.Tested(plain.Experiment.Test)}: {without} test errors without a ridge; "
            )
                + string.Join(
                    ", ",
                    ridges
                        .OrderBy(r => r.Experiment.Ridge)
                        .Select(r =>
                            string.Create(
                                CultureInfo.InvariantCulture,
                                $"{r.Result.TestErrors} with λ = {KindWords.Plain(r.Experiment.Ridge)}"
                            )
                        )
                )
                + "."
        );
    }

    // A difference that so few errors cannot show is no sign that there is none.
    private static Agreement Improved(int without, int with)
    {
        var (fewer, deviation) = (without - with, Math.Sqrt(without + with));
        return fewer <= deviation ? Agreement.Agrees
            : fewer > 3 * deviation ? Agreement.Differs
            : Agreement.Inconclusive;
    }

    private static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }

    private static string Number(double value) => value.ToString("G4", CultureInfo.InvariantCulture);
}
