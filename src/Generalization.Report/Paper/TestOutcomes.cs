using System.Collections.Immutable;
using Generalization.Experiments;

namespace Generalization.Report.Paper;

/// <summary>What a network said of each test image at its end.</summary>
/// <param name="Labels">The true labels, in the test set's order.</param>
/// <param name="Predicted">The predicted ones.</param>
internal sealed record TestOutcomes(ImmutableArray<int> Labels, ImmutableArray<int> Predicted)
{
    /// <summary>Those of a run; null where it kept none.</summary>
    public static TestOutcomes? Of(Run run)
    {
        try
        {
            return run.ReadPredictions() is { } kept ? new(kept.Labels, kept.Predicted) : null;
        }
        catch (IOException)
        {
            // One damaged file must not cost the page; what needs it says that the runs kept no predictions.
            return null;
        }
    }
}
