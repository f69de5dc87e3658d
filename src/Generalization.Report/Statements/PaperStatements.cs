using System.Collections.Immutable;
using Generalization.Experiments;

namespace Generalization.Report.Statements;

/// <summary>The paper's sentences that runs can bear out.</summary>
public static class PaperStatements
{
    /// <summary>The statements of a part of the paper; none where no run says anything of it.</summary>
    /// <param name="section">The part, for example "figure-1a".</param>
    /// <param name="runs">The runs.</param>
    public static ImmutableArray<PaperStatement> Of(string section, IReadOnlyList<Run> runs)
    {
        ArgumentNullException.ThrowIfNull(runs);
        return section switch
        {
            "figure-1a" => [.. FittingOrder.Of(runs)],
            "figure-1b" => [.. OverfittingFactor.Of(runs)],
            "learn-then-memorize" => [.. EarlyStopping.Of(runs)],
            "table-4" => [.. WeightDecayStatements.Of(runs)],
            "section-5" => [.. LeastNormStatements.Of(runs), .. KernelStatements.Of(runs), .. DoubleDescent.Of(runs)],
            _ => [],
        };
    }
}
