namespace Generalization.Experiments.Kinds.NetworkTraining;

/// <summary>Names as the paper writes them.</summary>
public static class PaperNames
{
    /// <summary>A network's; other names as they are.</summary>
    /// <param name="model">The network's name.</param>
    public static string OfModel(string model) =>
        model switch
        {
            "inception" => "Inception",
            "inception-v3" => "Inception V3",
            "inception-no-bn" => "Inception w/o BatchNorm",
            "alexnet" => "AlexNet",
            "mlp-3x512" => "MLP 3×512",
            "mlp-1x512" => "MLP 1×512",
            _ => model,
        };

    /// <summary>A corruption's.</summary>
    /// <param name="corruption">The corruption's name.</param>
    public static string OfCorruption(string corruption)
    {
        ArgumentNullException.ThrowIfNull(corruption);
        return corruption.Replace('-', ' ');
    }
}
