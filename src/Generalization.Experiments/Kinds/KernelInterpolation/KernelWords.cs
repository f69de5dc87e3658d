using System.Globalization;
using Generalization.Kernels.Features;

namespace Generalization.Experiments.Kinds.KernelInterpolation;

/// <summary>Kernel regressions in words.</summary>
internal static class KernelWords
{
    public static string Of(KernelExperiment e) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{e.Kernel} kernel on {Features(e)} of {KindWords.ImagesOf(e.Train)}{e.Dataset}{Appended(e)}"
                + $"{(e.Ridge > 0 ? $", ridge {KindWords.Plain(e.Ridge)}" : "")}, {e.Labels} labels{(e.Targets == "signs" ? " as ±1" : "")}"
                + $"{(e.Probability is { } p ? $" (p = {KindWords.Plain(p)})" : "")}{Centres(e)}, seed {e.Seed}"
        );

    // The paper states no γ.
    public static string? Differences(KernelExperiment e)
    {
        string?[] words =
        [
            e.Features != "random-conv" ? $"γ {KindWords.Plain(e.Gamma)}"
            : e.Ridge > 0 ? $"λ {KindWords.Plain(e.Ridge)}"
            : null,
            Rough(e),
        ];
        return words.Any(w => w is not null) ? string.Join(", ", words.OfType<string>()) : null;
    }

    // What ends at a residual interpolates no better than that.
    private static string? Rough(KernelExperiment e) =>
        e.Solver == "iterative" ? $"iterative to {Residual(e.Tolerance ?? 1e-6)}"
        : e.Precision == "mixed" ? $"mixed precision{(e.Tolerance is { } given ? $" to {Residual(given)}" : "")}"
        : null;

    private static string Residual(double tolerance) => tolerance.ToString("0.##E+00", CultureInfo.InvariantCulture);

    private static string Appended(KernelExperiment e) =>
        e.Appended is { } count ? FormattableString.Invariant($" with {count:N0} test images of {e.AppendedLabels} labels") : "";

    private static string Centres(KernelExperiment e) => e.Centres == "training" ? "" : $", {e.Centres} random centres";

    private static string Features(KernelExperiment e) =>
        e.Features switch
        {
            "none" => "pixels",
            "gabor" => "Gabor features",
            _ => FormattableString.Invariant($"{e.Filters ?? new RandomConvolutionOptions().Filters} random filters"),
        };
}
