using System.Collections.Immutable;
using Generalization.Data;

namespace Generalization.Measures.WholeSet;

/// <summary>Images that are the same, byte for byte.</summary>
/// <param name="Members">At least two, those of the training set first, each set's by position.</param>
public sealed record DuplicateGroup(ImmutableArray<SetExample> Members)
{
    /// <summary>Whether some are in the training set and some in the test set.</summary>
    public bool AcrossSplit => Members.Any(m => m.Split == DatasetSplit.Train) && Members.Any(m => m.Split == DatasetSplit.Test);

    /// <summary>Whether they have several labels. All but one of these must be wrong.</summary>
    public bool LabelsConflict => Members.Any(m => m.Label != Members[0].Label);
}
