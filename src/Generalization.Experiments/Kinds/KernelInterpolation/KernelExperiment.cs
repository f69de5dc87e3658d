using Generalization.Kernels.Functions;

namespace Generalization.Experiments.Kinds.KernelInterpolation;

/// <summary>Interpolates a data set by kernel regression, or fits it with a ridge. Source: section 5, Table 3.</summary>
public sealed record KernelExperiment : Experiment
{
    /// <summary>The data set's name in the catalog.</summary>
    public required string Dataset { get; init; }

    /// <summary>The first so many training and test images, at least 1. Default: null, all.</summary>
    public int? Train
    {
        get;
        init => field = Check(value, value is null or >= 1, nameof(Train), "be at least 1");
    }

    /// <inheritdoc cref="Train"/>
    public int? Test
    {
        get;
        init => field = Check(value, value is null or >= 1, nameof(Test), "be at least 1");
    }

    /// <summary>The kernel: gaussian, laplacian, linear, polynomial or arc-cosine, of degree 3 with offset 1 where it is polynomial and of
    /// order 1 where it is arc-cosine. Default: gaussian.</summary>
    public string Kernel
    {
        get;
        init =>
            field = Check(
                value,
                value is "gaussian" or "laplacian" or "linear" or "polynomial" or "arc-cosine",
                nameof(Kernel),
                "be one of gaussian, laplacian, linear, " + "polynomial, arc-cosine"
            );
    } = "gaussian";

    /// <summary>γ, positive. Default: 0.02.</summary>
    public double Gamma
    {
        get;
        init => field = Check(value, value > 0 && double.IsFinite(value), nameof(Gamma), "be positive and finite");
    } = 0.02;

    /// <summary>What the kernel is applied to: none (pixels / 255), gabor or random-conv. Default: none.</summary>
    public string Features
    {
        get;
        init => field = Check(value, value is "none" or "gabor" or "random-conv", nameof(Features), "be one of none, gabor, random-conv");
    } = "none";

    /// <summary>Filters of random-conv, at least 1; null means 1,000 with random-conv, and is the only value with other features. Default:
    /// null.</summary>
    public int? Filters
    {
        get;
        init => field = Check(value, value is null or >= 1, nameof(Filters), "be at least 1");
    }

    /// <summary>λ, added to the diagonal, at least 0. Default: 0.</summary>
    public double Ridge
    {
        get;
        init => field = Check(value, value >= 0 && double.IsFinite(value), nameof(Ridge), "be at least 0");
    }

    /// <summary>The training labels: true or random. Default: true.</summary>
    public string Labels
    {
        get;
        init => field = Check(value, value is "true" or "random", nameof(Labels), "be true or random");
    } = "true";

    /// <summary>The solver: direct or iterative. Default: direct.</summary>
    public string Solver
    {
        get;
        init => field = Check(value, value is "direct" or "iterative", nameof(Solver), "be direct or iterative");
    } = "direct";
}
