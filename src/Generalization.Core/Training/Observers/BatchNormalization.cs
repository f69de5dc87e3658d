using static TorchSharp.torch;

namespace Generalization.Training.Observers;

/// <summary>Which modules normalize batches.</summary>
internal static class BatchNormalization
{
    /// <summary>Running averages are what batch normalization keeps, whatever its class is called.</summary>
    public static bool Is(nn.Module module) =>
        module.GetType().Name.Contains("BatchNorm", StringComparison.Ordinal)
        || module.named_buffers(recurse: false).Any(b => b.name is "running_mean" or "running_var");
}
