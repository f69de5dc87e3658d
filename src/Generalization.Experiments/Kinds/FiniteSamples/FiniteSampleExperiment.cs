using Generalization.Models.FiniteSample;

namespace Generalization.Experiments.Kinds.FiniteSamples;

/// <summary>Constructs a ReLU network of 2n + d weights, or a deeper one, that takes given values on n points. Source: section 4, appendix
/// C.</summary>
public sealed record FiniteSampleExperiment() : Experiment(FiniteSampleKind.Instance)
{
    /// <summary>The data set's name in the catalog; null for random points.</summary>
    public string? Dataset { get; init; }

    /// <summary>n, at least 1.</summary>
    public required int N
    {
        get;
        init => field = Check(value, value >= 1, nameof(N), "be at least 1");
    }

    /// <summary>d of random points, at least 1; null with a data set.</summary>
    public int? D
    {
        get;
        init => field = Check(value, value is null or >= 1, nameof(D), "be at least 1");
    }

    /// <summary>The targets: random-labels, random-sign, random-real or true-labels. Default: random-sign.</summary>
    public string Targets
    {
        get;
        init =>
            field = Check(
                value,
                value is "random-labels" or "random-sign" or "random-real" or "true-labels",
                nameof(Targets),
                "be one of random-labels, random-sign, random-real, true-labels"
            );
    } = "random-sign";

    /// <summary>k, as in the paper: the number of layers with weights, k − 1 of them hidden ReLU layers; at least 2. Default: 2.</summary>
    public int Depth
    {
        get;
        init => field = Check(value, value >= 2, nameof(Depth), "be at least 2");
    } = 2;

    /// <summary>What labels become: one, a number for each point, or one-hot, a column for each class. Default: one.</summary>
    public string Outputs
    {
        get;
        init => field = Check(value, value is "one" or "one-hot", nameof(Outputs), "be one or one-hot");
    } = "one";

    /// <summary>How many projections are tried, at least 1. The one whose smallest gap is the largest is taken. Default: 8.</summary>
    public int Directions
    {
        get;
        init => field = Check(value, value >= 1, nameof(Directions), "be at least 1");
    } = new FiniteSampleOptions().Directions;
}
