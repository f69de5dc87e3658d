using Generalization.Measures.Audits;

namespace Generalization.Experiments.Kinds.Audits;

/// <summary>Audits a network or a kernel on a data set: what it can memorize, what it did memorize, which labels look wrong, and what that
/// costs on new data.</summary>
public sealed record AuditExperiment() : Experiment(AuditKind.Instance)
{
    // A thousand years.
    private const double MostBudget = 3.2e10;

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

    /// <summary>A corruption of the catalog. Default: true-labels.</summary>
    public string Corruption
    {
        get;
        init =>
            field = Check(
                value,
                !string.IsNullOrWhiteSpace(value) && value != "partial-labels",
                nameof(Corruption),
                "be a corruption that needs no share; planted has one"
            );
    } = "true-labels";

    /// <summary>The exact share of training labels that are planted wrong, in [0, 0.5]. Default: 0.</summary>
    public double Planted
    {
        get;
        init => field = Check(value, value is >= 0 and <= 0.5, nameof(Planted), "lie in [0, 0.5]");
    }

    /// <summary>What is audited: network, or kernel, the Gaussian kernel on pixels. Default: network.</summary>
    public string Learner
    {
        get;
        init => field = Check(value, value is "network" or "kernel", nameof(Learner), "be network or kernel");
    } = "network";

    /// <summary>The network's name in the catalog, where a network is audited. Default: mlp-1x512.</summary>
    public string Model
    {
        get;
        init => field = Check(value, !string.IsNullOrWhiteSpace(value), nameof(Model), "be a name");
    } = "mlp-1x512";

    /// <summary>The name of a way to make the network's inputs in the catalog. Default: null, the model's own; where it has none,
    /// the catalog's for images of 32×32, and standardization of the whole image for others.</summary>
    public string? Input
    {
        get;
        init => field = Check(value, value is null || !string.IsNullOrWhiteSpace(value), nameof(Input), "be a name");
    }

    /// <summary>The most epochs of each training, at least 1. A training ends earlier when all labels are fitted. Default: 40.</summary>
    public int Epochs
    {
        get;
        init => field = Check(value, value >= 1, nameof(Epochs), "be at least 1");
    } = 40;

    /// <summary>float32 or bfloat16, of the network. Default: float32.</summary>
    public string Precision
    {
        get;
        init => field = Check(value, value is "float32" or "bfloat16", nameof(Precision), "be float32 or bfloat16");
    } = "float32";

    /// <summary>γ of the kernel exp(−γ‖x − y‖²), positive. Default: 0.02.</summary>
    public double Gamma
    {
        get;
        init => field = Check(value, value > 0 && double.IsFinite(value), nameof(Gamma), "be positive and finite");
    } = 0.02;

    /// <summary>λ of the kernel's K + λI, at least 0. Default: 0.</summary>
    public double Ridge
    {
        get;
        init => field = Check(value, value >= 0 && double.IsFinite(value), nameof(Ridge), "be at least 0 and finite");
    }

    /// <summary>Who looks for labels that look wrong: self, the audited learner; kernel, a Gaussian kernel on Gabor features that leaves
    /// each example out; auto, the kernel up to 10,000 images that such features can be made of, else self. Default: auto.</summary>
    public string Judge
    {
        get;
        init => field = Check(value, value is "auto" or "self" or "kernel", nameof(Judge), "be auto, self or kernel");
    } = "auto";

    /// <summary>How much is trained: quick, medium or full, as <see cref="AuditTier"/> says. Default: medium.</summary>
    public string Tier
    {
        get;
        init => field = Check(value, value is "quick" or "medium" or "full", nameof(Tier), "be quick, medium or full");
    } = "medium";

    /// <summary>The seconds that it may take, positive, in place of a tier; the machine's speed then decides how much is trained.
    /// Default: null, the tier decides.</summary>
    public double? Budget
    {
        get;
        init =>
            field = Check(
                value,
                value is null or (> 0 and <= MostBudget),
                nameof(Budget),
                "be positive and at most 3.2e10, a thousand years"
            );
    }
}
