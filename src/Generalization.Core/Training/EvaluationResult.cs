using Generalization.Training.History;

namespace Generalization.Training;

/// <summary>An evaluation with the accuracies on unchanged and changed examples, null where there are none or it was not asked
/// for.</summary>
/// <param name="Overall">Over all examples.</param>
/// <param name="Clean">On unchanged examples.</param>
/// <param name="Changed">On changed ones.</param>
/// <param name="Classes">The class of each example; empty where real targets are learned.</param>
internal sealed record EvaluationResult(Evaluation Overall, double? Clean, double? Changed, int[] Classes);
