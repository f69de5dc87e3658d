namespace Generalization.Experiments.Kinds.KernelInterpolation;

/// <summary>Interpolates a data set by kernel regression, or fits it with a ridge. Source: section 5, Table 3.</summary>
public sealed partial record KernelExperiment() : Experiment(KernelKind.Instance)
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

    /// <summary>The number of training images that are held out and replace the test set, at least 1. The seed chooses them, before
    /// <see cref="Train"/> counts. Default: null, none.</summary>
    public int? Validation
    {
        get;
        init => field = Check(value, value is null or >= 1, nameof(Validation), "be at least 1");
    }

    /// <summary>The kernel: gaussian, laplacian, linear, polynomial or arc-cosine. Default: gaussian.</summary>
    public string Kernel
    {
        get;
        init =>
            field = Check(
                value,
                value is "gaussian" or "laplacian" or "linear" or "polynomial" or "arc-cosine",
                nameof(Kernel),
                "be one of gaussian, laplacian, linear, polynomial, arc-cosine"
            );
    } = "gaussian";

    /// <summary>γ, positive. Default: 0.02.</summary>
    public double Gamma
    {
        get;
        init => field = Check(value, value > 0 && double.IsFinite(value), nameof(Gamma), "be positive and finite");
    } = 0.02;

    /// <summary>The degree of the polynomial kernel, or the order of the arc-cosine one, at least 0. Default: null, 3 and 1.</summary>
    public int? Degree
    {
        get;
        init => field = Check(value, value is null or >= 0, nameof(Degree), "be at least 0");
    }

    /// <summary>The offset of the polynomial kernel, at least 0. Default: 1.</summary>
    public double Offset
    {
        get;
        init => field = Check(value, value >= 0 && double.IsFinite(value), nameof(Offset), "be at least 0");
    } = 1;

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

    /// <summary>The training labels: true, partial or random. Default: true.</summary>
    public string Labels
    {
        get;
        init => field = Check(value, value is "true" or "partial" or "random", nameof(Labels), "be true, partial or random");
    } = "true";

    /// <summary>p, the share of labels drawn anew under partial, in [0, 1]; null with other labels. Default: null.</summary>
    public double? Probability
    {
        get;
        init => field = Check(value, value is null or (>= 0 and <= 1), nameof(Probability), "lie in [0, 1]");
    }

    /// <summary>What labels become: one-hot, 1 in the label's column and 0 elsewhere, or signs, 1 and −1. Default: one-hot.</summary>
    public string Targets
    {
        get;
        init => field = Check(value, value is "one-hot" or "signs", nameof(Targets), "be one-hot or signs");
    } = "one-hot";

    /// <summary>The solver: direct or iterative. Default: direct.</summary>
    public string Solver
    {
        get;
        init => field = Check(value, value is "direct" or "iterative", nameof(Solver), "be direct or iterative");
    } = "direct";

    /// <summary>What the direct solver factorizes in: float64, or mixed, a float32 factor refined in float64. Default: float64.</summary>
    public string Precision
    {
        get;
        init => field = Check(value, value is "float64" or "mixed", nameof(Precision), "be float64 or mixed");
    } = "float64";

    /// <summary>The relative residual that iterations stop at, in (0, 1). Default: null, 1e-6 of the iterative solver and 1e-9 of
    /// mixed.</summary>
    public double? Tolerance
    {
        get;
        init => field = Check(value, value is null or (> 0 and < 1), nameof(Tolerance), "lie in (0, 1)");
    }

    /// <summary>Rows in a panel of the matrix, at least 1, which decide the last bits. Default: null, by n.</summary>
    public int? Tile
    {
        get;
        init => field = Check(value, value is null or >= 1, nameof(Tile), "be at least 1");
    }

    /// <summary>The number of test images, the first ones, that are added to the training images, at least 1; <see cref="AppendedLabels"/>
    /// says their labels. <see cref="Test"/> then counts the remaining ones. Where none remains there are no test errors. Default: null,
    /// none.</summary>
    public int? Appended
    {
        get;
        init => field = Check(value, value is null or >= 1, nameof(Appended), "be at least 1");
    }

    /// <summary>The labels of appended test images: true or random; true without any. Default: true.</summary>
    public string AppendedLabels
    {
        get;
        init => field = Check(value, value is "true" or "random", nameof(AppendedLabels), "be true or random");
    } = "true";

    /// <summary>The kernel's centres: training, which gives the least norm, or as many random points, gaussian, each pixel with the mean
    /// and variance that it has in the training images, or uniform, between their smallest and largest pixel. Default: training.</summary>
    public string Centres
    {
        get;
        init =>
            field = Check(value, value is "training" or "gaussian" or "uniform", nameof(Centres), "be one of training, gaussian, uniform");
    } = "training";
}
