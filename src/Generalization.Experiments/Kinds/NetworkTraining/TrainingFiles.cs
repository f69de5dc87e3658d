namespace Generalization.Experiments.Kinds.NetworkTraining;

/// <summary>What a training keeps in its run's folder besides what every run does.</summary>
public static class TrainingFiles
{
    /// <summary>The trained network, where <see cref="RunnerOptions.KeepNetworks"/> asks for it.</summary>
    public const string Network = "model.safetensors";
}
