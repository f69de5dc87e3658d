using Generalization.Distributed.Blocks;
using Generalization.Distributed.Policies;

namespace Generalization.Experiments.Kinds.DistributedTrainings;

/// <summary>Trains a network by many workers, simulated in event time or in a cluster.</summary>
/// <remarks>A simulation gives the same result each time. A cluster does not: which gradient comes first is its own, and how many processes
/// hold the parameters, and which of them are lost, is no property of the experiment.</remarks>
public sealed partial record DistributedExperiment() : Experiment(DistributedKind.Instance)
{
    internal const string Simulation = "simulation",
        Cluster = "cluster";

    private const int MostWorkers = 100_000;

    /// <summary>The data set's name in the catalog.</summary>
    public required string Dataset { get; init; }

    /// <summary>The network's name in the catalog.</summary>
    public required string Model { get; init; }

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

    /// <summary>One of the paper's corruptions, or one of the catalog's. Default: true-labels.</summary>
    public string Corruption
    {
        get;
        init => field = Check(value, !string.IsNullOrWhiteSpace(value), nameof(Corruption), "be a name");
    } = "true-labels";

    /// <summary>p, the share of labels drawn anew under partial-labels, in [0, 1]; null where there is none. Default: null.</summary>
    public double? Probability
    {
        get;
        init => field = Check(value, value is null or (>= 0 and <= 1), nameof(Probability), "lie in [0, 1]");
    }

    /// <summary>The name of a way to make inputs in the catalog. Default: null, the network's own, else the catalog's for cifar10 and
    /// standardization of the whole image for other data.</summary>
    public string? Input
    {
        get;
        init => field = Check(value, value is null || !string.IsNullOrWhiteSpace(value), nameof(Input), "be a name");
    }

    /// <summary>The most epochs, at least 1. A simulation ends earlier when all training labels are fitted. Default: 5.</summary>
    public int Epochs
    {
        get;
        init => field = Check(value, value >= 1, nameof(Epochs), "be at least 1");
    } = 5;

    /// <summary>The examples of a part, of which a worker computes a gradient, at least 1. Default: 16.</summary>
    public int BatchSize
    {
        get;
        init => field = Check(value, value >= 1, nameof(BatchSize), "be at least 1");
    } = 16;

    /// <summary>The learning rate of an update, positive; it stays as it is. Default: 0.02.</summary>
    public double LearningRate
    {
        get;
        init => field = Check(value, value > 0 && double.IsFinite(value), nameof(LearningRate), "be positive and finite");
    } = 0.02;

    /// <summary>Momentum of SGD, in [0, 1); staleness acts like more of it. Default: 0.</summary>
    public double Momentum
    {
        get;
        init => field = Check(value, value is >= 0 and < 1, nameof(Momentum), "lie in [0, 1)");
    }

    /// <summary>λ, the workers, in [1, 100,000]. Default: 4.</summary>
    public int Workers
    {
        get;
        init => field = Check(value, value is >= 1 and <= MostWorkers, nameof(Workers), $"lie in [1, {MostWorkers}]");
    } = 4;

    /// <summary>When gradients become updates, in the words of <see cref="UpdatePolicy.Parse"/>. Default: async.</summary>
    public string Policy
    {
        get;
        init => field = UpdatePolicy.Parse(value).Describe();
    } = "async";

    /// <summary>What is done about staleness: none or divided-rate. Default: none.</summary>
    public string Remedy
    {
        get;
        init => field = Check(value, value is "none" or "divided-rate", nameof(Remedy), "be none or divided-rate");
    } = "none";

    /// <summary>What gradients are sent as: float32 or bfloat16. Default: float32.</summary>
    public string Gradients
    {
        get;
        init => field = Check(value, value is "float32" or "bfloat16", nameof(Gradients), "be float32 or bfloat16");
    } = "float32";

    /// <summary>The most KiB of parameters in a block, in [1, 4096]. Default: 1024.</summary>
    public int BlockKib
    {
        get;
        init =>
            field = Check(
                value,
                value is >= 1 and <= ParameterLayout.MostBlockBytes / 1024,
                nameof(BlockKib),
                $"lie in [1, {ParameterLayout.MostBlockBytes / 1024}]"
            );
    } = 1024;

    /// <summary>What trains: simulation, in event time in one process, or cluster, many processes, which <see
    /// cref="RunnerOptions.Cluster"/> starts. Default: simulation.</summary>
    public string Engine
    {
        get;
        init => field = Check(value, value is Simulation or Cluster, nameof(Engine), "be simulation or cluster");
    } = Simulation;

    /// <summary>The mean time of a part's gradient in a simulation, in seconds, positive. Default: 1.</summary>
    public double ComputeSeconds
    {
        get;
        init => field = Check(value, value > 0 && double.IsFinite(value), nameof(ComputeSeconds), "be positive and finite");
    } = 1;

    /// <summary>That time's coefficient of variation, at least 0. Default: 0.2.</summary>
    public double ComputeVariation
    {
        get;
        init => field = Check(value, value >= 0 && double.IsFinite(value), nameof(ComputeVariation), "be at least 0 and finite");
    } = 0.2;

    /// <summary>The mean time of a message in one direction in a simulation, in seconds, positive. Default: 0.01.</summary>
    public double NetworkSeconds
    {
        get;
        init => field = Check(value, value > 0 && double.IsFinite(value), nameof(NetworkSeconds), "be positive and finite");
    } = 0.01;

    /// <summary>That time's coefficient of variation, at least 0. Default: 0.2.</summary>
    public double NetworkVariation
    {
        get;
        init => field = Check(value, value >= 0 && double.IsFinite(value), nameof(NetworkVariation), "be at least 0 and finite");
    } = 0.2;
}
