using Generalization.Data;
using Generalization.Distributed.Blocks;
using Generalization.Distributed.Checkpoints;
using Generalization.Distributed.Work;
using Generalization.Distributed.Workers;
using Generalization.Identity;
using Generalization.Inputs;
using Generalization.Torch;
using Generalization.Training;
using Generalization.Training.History;
using TorchSharp;
using static TorchSharp.torch;

namespace Generalization.Distributed;

/// <summary>A training by many workers, as each process of it makes it from the same words: nothing of it is sent.</summary>
public sealed class DistributedTraining
{
    private readonly string modules;

    /// <summary>Puts a training together.</summary>
    /// <param name="recipe">The network and its training; the batch size is that of a part.</param>
    /// <param name="data">Training and test set.</param>
    /// <param name="input">How inputs are made.</param>
    /// <param name="seed">Decides the initial weights, the parts and the draws of the input's random steps.</param>
    /// <param name="options">The workers.</param>
    /// <exception cref="ArgumentException">The training averages weights, or the network has nothing to train.</exception>
    public DistributedTraining(NetworkRecipe recipe, TrainTestData data, InputPipeline input, ulong seed, DistributedOptions options)
    {
        Recipe = recipe ?? throw new ArgumentNullException(nameof(recipe));
        Data = data ?? throw new ArgumentNullException(nameof(data));
        Input = input ?? throw new ArgumentNullException(nameof(input));
        Options = options ?? throw new ArgumentNullException(nameof(options));
        if (recipe.Training.WeightAverage is not null)
            throw new ArgumentException("A training by workers keeps no average of its weights; leave WeightAverage out.", nameof(recipe));
        Seed = seed;
        TorchBackend.EnsureLoaded();
        using var network = CreateNetwork();
        modules = ModuleWords.KindsOf(network);
        Layout = ParameterLayout.Of(network, options.BlockBytes);
        Initial = new float[Layout.Length];
        using (var flat = new FlatNetwork(network, Layout))
            flat.ReadWeights(Initial);
        var plan = new WorkPlan(data.Train.Count, recipe.Training.BatchSize, recipe.Training.Epochs, options.Workers, options.Policy);
        Rules = new BlockRules(plan, recipe.Training.Optimizer, recipe.Training.Schedule, options.Remedy);
    }

    /// <summary>The network and its training.</summary>
    public NetworkRecipe Recipe { get; }

    /// <summary>Training and test set.</summary>
    public TrainTestData Data { get; }

    /// <summary>How inputs are made.</summary>
    public InputPipeline Input { get; }

    /// <summary>The seed.</summary>
    public ulong Seed { get; }

    /// <summary>The workers.</summary>
    public DistributedOptions Options { get; }

    /// <summary>The network's layout.</summary>
    public ParameterLayout Layout { get; }

    /// <summary>How blocks become others.</summary>
    public BlockRules Rules { get; }

    /// <summary>The flattened network at first.</summary>
    public float[] Initial { get; }

    /// <summary>The parts.</summary>
    public WorkPlan Plan => Rules.Plan;

    /// <summary>Makes the network as it is at first; the caller's.</summary>
    public nn.Module<Tensor, Tensor> CreateNetwork() =>
        Recipe.Create(Input.ShapeOf(Data.Shape), Data.Train.TargetCount > 0 ? Data.Train.TargetCount : Data.Train.ClassCount, Seed);

    /// <summary>Makes what computes a worker's gradients, on the CPU; the caller's.</summary>
    public PartGradients CreateGradients()
    {
        var network = CreateNetwork();
        var batches = Input.Batches(Data.Train, Seed, TorchBackend.Cpu);
        if (Recipe.Training.Layout == MemoryLayout.ChannelsLast)
            LayChannelsLast(network);
        return new PartGradients(network, Layout, InLayout(batches), Recipe.Training);
    }

    /// <summary>Loss and accuracy of a network of this training on a set, in evaluation mode; of large inputs fewer go through the network
    /// at once.</summary>
    /// <param name="network">The network.</param>
    /// <param name="data">The set.</param>
    /// <param name="token">Ends it early.</param>
    public Evaluation Evaluate(nn.Module<Tensor, Tensor> network, IBatchSource data, CancellationToken token = default) =>
        NetworkEvaluation.Of(network, data, Recipe.Training, EvaluationBatch.SizeOf(Input.ShapeOf(Data)), token);

    /// <summary>Batches as the network takes them.</summary>
    /// <param name="batches">Batches as the pipeline makes them; the result's from now on.</param>
    public IBatchSource InLayout(IBatchSource batches) =>
        Recipe.Training.Layout == MemoryLayout.ChannelsLast ? new ChannelsLastBatches(batches) : batches;

    /// <summary>What the training is, in words, by which processes of two trainings are told from each other.</summary>
    public string Describe() =>
        string.Join(
            "\n",
            $"network: {Recipe.Name}; {string.Join("; ", Layout.Entries.Select(e => $"{e.Name} ({string.Join(", ", e.Shape)})"))}",
            $"{Manifest.ModulesLine}{modules}",
            $"data: {Data.Train.ContentHash}",
            $"input: {string.Join("; ", Input.Steps.Select(Description.Of))}",
            $"optimizer: {Rules.Optimizer.Describe()}",
            $"schedule: {Rules.Schedule.Describe()}",
            $"loss: {Recipe.Training.Loss.Describe()}, "
                + FormattableString.Invariant($"auxiliary {Recipe.Training.AuxiliaryWeight}, layout {Recipe.Training.Layout}"),
            $"precision: {(Recipe.Training.Precision == Precision.BFloat16 ? "bfloat16" : "float32")}",
            FormattableString.Invariant($"batch: {Plan.BatchSize}, workers {Plan.Workers}, epochs {Plan.Epochs}, seed {Seed}"),
            $"policy: {Plan.Policy.Describe()}, "
                + $"{(Options.Remedy == Policies.StalenessRemedy.None ? "no remedy" : "rate divided by staleness")}",
            $"gradients: {(Options.Format == GradientFormat.BFloat16 ? "bfloat16" : "float32")}, blocks {Layout.Blocks.Length}"
        );

    // libtorch goes by strides.
    private static void LayChannelsLast(nn.Module network)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        foreach (var (_, weights) in network.named_parameters())
            if (weights.dim() == 4)
                weights.set_(weights.detach().permute(0, 2, 3, 1).contiguous().permute(0, 3, 1, 2));
    }
}
