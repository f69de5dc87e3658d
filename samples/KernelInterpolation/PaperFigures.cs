using Generalization.Experiments.Kinds.KernelInterpolation;

namespace Generalization.Samples;

/// <summary>What the paper reports for a run like this one (Table 3 and section 5): at full size, with true labels.</summary>
internal sealed record PaperFigures(string TestErrorPercent, string? Norm, string? Seconds, string? Memory)
{
    public static PaperFigures? Of(KernelResult run) =>
        (run.Dataset, run.Features, run.Labels) switch
        {
            _ when run.Appended is not null || run.Centres is not null => null,
            ("mnist", null, "true") => new("1.2", "about 220", "under 180, on 24 cores", "30, the matrix"),
            ("mnist", "gabor", "true") => new("0.6", "about 390 (wavelets)", null, null),
            ("cifar10", null, "true") => new("46", null, null, null),
            ("cifar10", "random-conv", "true") => new(run.Ridge > 0 ? "15 (32,000 filters)" : "17 (32,000 filters)", null, null, null),
            _ => null,
        };
}
