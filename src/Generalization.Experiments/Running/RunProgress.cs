using Generalization.Kernels.Progress;
using Generalization.Training.History;
using TorchSharp;

namespace Generalization.Experiments.Running;

/// <summary>Where a run is.</summary>
/// <param name="Experiment">The experiment.</param>
/// <param name="Training">Where its training is; null for other kinds.</param>
/// <param name="Solver">Where its solver is; null for other kinds.</param>
public sealed record RunProgress(Experiment Experiment, TrainingProgress? Training, SolverProgress? Solver);
