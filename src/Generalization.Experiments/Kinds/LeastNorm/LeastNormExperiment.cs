namespace Generalization.Experiments.Kinds.LeastNorm;

/// <summary>A linear problem with fewer images than pixels has many exact solutions (interpolants). The experiment finds which one gradient
/// descent and SGD reach, the problem's Hessian, and what the least norm says about the error on pixels and on Gabor features. Source:
/// section 5.</summary>
public sealed record LeastNormExperiment() : Experiment(LeastNormKind.Instance)
{
    /// <summary>The data set's name in the catalog.</summary>
    public required string Dataset { get; init; }

    /// <summary>The first n training images, at least 2; fewer than pixels. Default: 40.</summary>
    public int N
    {
        get;
        init => field = Check(value, value >= 2, nameof(N), "be at least 2");
    } = 40;

    /// <summary>The first so many test images, at least 1. Default: null, all.</summary>
    public int? Test
    {
        get;
        init => field = Check(value, value is null or >= 1, nameof(Test), "be at least 1");
    }

    /// <summary>Epochs of gradient descent, at least 10; SGD makes a tenth of them. Default: 20,000.</summary>
    public int Epochs
    {
        get;
        init => field = Check(value, value >= 10, nameof(Epochs), "be at least 10");
    } = 20_000;

    /// <summary>Images in a step of SGD, at least 1. Default: 1.</summary>
    public int BatchSize
    {
        get;
        init => field = Check(value, value >= 1, nameof(BatchSize), "be at least 1");
    } = 1;

    /// <summary>How far away in the null space the second start lies, in norms of the interpolant of least norm; positive. Default:
    /// 2.</summary>
    public double Away
    {
        get;
        init => field = Check(value, value > 0 && double.IsFinite(value), nameof(Away), "be positive and finite");
    } = 2;
}
