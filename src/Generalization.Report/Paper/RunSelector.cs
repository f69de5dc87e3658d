using Generalization.Experiments;

namespace Generalization.Report.Paper;

/// <summary>Says which experiments belong to a row of the paper, at whatever scale.</summary>
public abstract record RunSelector
{
    /// <summary>Whether an experiment belongs.</summary>
    /// <param name="experiment">The experiment.</param>
    public abstract bool Matches(Experiment experiment);

    // A data set that the paper reports elsewhere must not fill this row; any other may stand in, which the scale then says.
    private protected static bool MayStandFor(string? dataset, string papers) => dataset == papers || dataset is not ("cifar10" or "mnist");
}
