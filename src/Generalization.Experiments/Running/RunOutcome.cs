using System.Globalization;
using System.Reflection;
using Generalization.Experiments.Kinds.FiniteSamples;
using Generalization.Experiments.Kinds.KernelInterpolation;
using Generalization.Experiments.Kinds.NetworkTraining;
using TorchSharp;

namespace Generalization.Experiments.Running;

/// <summary>What a run of any kind gives.</summary>
internal sealed record RunOutcome
{
    public RandomizationRun? Training { get; init; }

    public KernelResult? Kernel { get; init; }

    public FiniteSampleResult? FiniteSample { get; init; }

    public string? DataHash { get; init; }

    public string? WeightsHash { get; init; }

    public string? Error { get; init; }
}
