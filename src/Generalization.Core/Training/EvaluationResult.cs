using Generalization.Training.History;

namespace Generalization.Training;

/// <summary>An evaluation with the accuracies on unchanged and changed examples, null where there are none or it was not asked
/// for.</summary>
internal sealed record EvaluationResult(Evaluation Overall, double? Clean, double? Changed);
