using Generalization.Data;
using Generalization.Identity;
using Generalization.Inputs;
using Generalization.Learning;
using Generalization.Threading;
using Generalization.Torch;
using Generalization.Training.History;
using Microsoft.Extensions.Logging;
using static TorchSharp.torch;

namespace Generalization.Training;

/// <summary>A network and its training as a learner.</summary>
/// <remarks>It trains without a test set. Who wants the history of a training, checkpoints or a test set uses
/// <see cref="Trainer"/>.</remarks>
/// <param name="Network">The network and its training.</param>
/// <param name="Input">How its inputs are made.</param>
public sealed record NetworkLearner(NetworkRecipe Network, InputPipeline Input) : ILearner
{
    /// <summary>Where to train and predict. Default: the CPU.</summary>
    public Device Device { get; init; } = TorchBackend.Cpu;

    /// <summary>Gets a line for each epoch, and warnings. Default: null, nothing is written.</summary>
    public ILogger<Trainer>? Logger { get; init; }

    /// <inheritdoc/>
    public string Name => Network.Name;

    /// <inheritdoc/>
    /// <exception cref="NonFiniteLossException">The training diverged.</exception>
    /// <exception cref="FaultyPartException">The recipe gives a network that was disposed, or a part does not do what it must.</exception>
    public IPredictor Fit(Dataset train, ulong seed, IProgress<LearningProgress>? progress = null, CancellationToken token = default)
    {
        ArgumentNullException.ThrowIfNull(train);
        var network = Made(train, seed);
        try
        {
            var heard = progress is null ? null : new SynchronousProgress<TrainingProgress>(at => progress.Report(Of(at)));
            new Trainer(Network.Training, Device, Logger).Fit(network, train, Input, seed, heard, token);
            return new NetworkPredictor(network, Input, train.Shape, Network.Training.Precision, Device) { Scale = train.Pixels.Scale };
        }
        catch
        {
            network.Dispose();
            throw;
        }
    }

    /// <summary>What it is, in words that tell it from every other: the network's modules, its training and its input.</summary>
    /// <param name="train">The training set, for whose shape and classes a network is made and described; its content is not looked
    /// at.</param>
    /// <exception cref="ArgumentException">A part has no words that tell it from another, or the pipeline cannot take the
    /// images.</exception>
    /// <exception cref="FaultyPartException">The recipe gives a network that was disposed.</exception>
    public string Describe(Dataset train)
    {
        ArgumentNullException.ThrowIfNull(train);
        using var network = Made(train, 0);
        var lines = TrainingIdentity.OfLearner(network, Input, Network.Training);
        return string.Join(
            "\n",
            lines
                .Append(new("epochs", Description.Number(Network.Training.Epochs)))
                .Append(new("device", Device.type.ToString().ToLowerInvariant()))
                .Select(line => $"{line.Key}: {line.Value}")
        );
    }

    // Whoever is given a network ends it: a recipe that keeps one gives it a second time without its weights.
    private nn.Module<Tensor, Tensor> Made(Dataset train, ulong seed)
    {
        var network = Network.Create(Input.ShapeOf(train.Shape), OutputsFor(train), seed);
        return LiveNetwork.ProblemOf(network) is null
            ? network
            : throw new FaultyPartException(
                $"The recipe must make a new network each time, but {Network.Name} gave one that was disposed; make the network "
                    + "inside Create."
            );
    }

    private static int OutputsFor(Dataset train) => train.TargetCount > 0 ? train.TargetCount : train.ClassCount;

    private static LearningProgress Of(TrainingProgress at) =>
        new(FormattableString.Invariant($"epoch {at.Epoch} of at most {at.Epochs}"), at.Step, at.StepsPerEpoch);
}
