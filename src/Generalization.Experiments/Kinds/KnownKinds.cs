using Generalization.Experiments.Kinds.Audits;
using Generalization.Experiments.Kinds.DistributedTrainings;
using Generalization.Experiments.Kinds.FiniteSamples;
using Generalization.Experiments.Kinds.KernelInterpolation;
using Generalization.Experiments.Kinds.LeastNorm;
using Generalization.Experiments.Kinds.NetworkTraining;
using Generalization.Experiments.Kinds.RandomFeatures;

namespace Generalization.Experiments.Kinds;

/// <summary>The kinds of experiments of this library.</summary>
public static class KnownKinds
{
    /// <summary>All of them; others join by <see cref="ExperimentKinds.With"/>.</summary>
    public static ExperimentKinds All { get; } =
        new([
            TrainingKind.Instance,
            KernelKind.Instance,
            FiniteSampleKind.Instance,
            LeastNormKind.Instance,
            RandomFeatureKind.Instance,
            AuditKind.Instance,
            DistributedKind.Instance,
        ]);
}
