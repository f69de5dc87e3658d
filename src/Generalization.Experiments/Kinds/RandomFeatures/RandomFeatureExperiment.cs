namespace Generalization.Experiments.Kinds.RandomFeatures;

/// <summary>Least squares on random ReLU features, which are drawn and not trained. The test error falls with the number of features, rises
/// until there are as many as images, and falls again; one experiment is one such number. Source: section 5, "the minimum-norm solution",
/// and Belkin and others, PNAS 2019.</summary>
public sealed record RandomFeatureExperiment() : Experiment(RandomFeatureKind.Instance)
{
    /// <summary>The data set's name in the catalog.</summary>
    public required string Dataset { get; init; }

    /// <summary>The first n training images, at least 1. Default: 1,000.</summary>
    public int N
    {
        get;
        init => field = Check(value, value >= 1, nameof(N), "be at least 1");
    } = 1000;

    /// <summary>The first so many test images, at least 1. Default: null, all.</summary>
    public int? Test
    {
        get;
        init => field = Check(value, value is null or >= 1, nameof(Test), "be at least 1");
    }

    /// <summary>The number of features, at least 1. Default: 1,000.</summary>
    public int FeatureCount
    {
        get;
        init => field = Check(value, value >= 1, nameof(FeatureCount), "be at least 1");
    } = 1000;

    /// <summary>λ of ‖ΦW − Y‖² + λ‖W‖², at least 0; at 0 the solution of least norm. Default: 0.</summary>
    public double Ridge
    {
        get;
        init => field = Check(value, value >= 0 && double.IsFinite(value), nameof(Ridge), "be at least 0");
    }
}
