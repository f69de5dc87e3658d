using Generalization.Data;
using Generalization.Inputs;
using Generalization.Torch;
using Generalization.Training.Checkpoints;
using Generalization.Training.History;
using Generalization.Training.Observers;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using TorchSharp;
using static TorchSharp.torch;

namespace Generalization.Training;

/// <summary>Trains any network on any data set and records what happened; the same seed, device and number of libtorch's threads give the
/// same bits on a CPU.</summary>
/// <remarks>A layer that draws random numbers must be an <see cref="IRandomModule"/>, as SeededDropout is: torch's own dropout draws from a
/// generator of the whole process, and a network with it gives other bits each time. Data stay on the device and batches are gathered
/// there. Values are read back at most once a second and at the end of an epoch. The order of epoch e depends on (seed, e) alone.</remarks>
/// <param name="options">How to train.</param>
/// <param name="device">The device. Default: CPU.</param>
/// <param name="logger">Gets a line for each epoch. Default: none.</param>
public sealed class Trainer(TrainingOptions options, Device? device = null, ILogger<Trainer>? logger = null)
{
    private readonly TrainingOptions options = options ?? throw new ArgumentNullException(nameof(options));
    private readonly ILogger logger = logger ?? NullLogger<Trainer>.Instance;

    /// <summary>Makes the update of each step. Default: softmax cross-entropy and SGD with momentum.</summary>
    public Func<nn.Module<Tensor, Tensor>, TrainingOptions, ITrainingStep> StepFactory { get; init; } =
        (network, options) => new SgdStep(network, options);

    /// <summary>Trains the network, which stays the caller's and is moved to the device.</summary>
    /// <param name="network">Takes (n, C, H, W), float32, and gives (n, k).</param>
    /// <param name="data">Training and test set.</param>
    /// <param name="input">How inputs are made.</param>
    /// <param name="seed">Decides the order of the examples.</param>
    /// <param name="progress">Is told at most once a second and at the end of each epoch.</param>
    /// <param name="token">Ends the training early.</param>
    /// <param name="declaration">What the run says that it is, which is checked. Default: nothing is declared.</param>
    /// <param name="checkpoints">Where the training keeps its state; where one is there, the training goes on from it. Default: it keeps
    /// none.</param>
    /// <exception cref="DeclarationException">The run is not what it declares.</exception>
    /// <exception cref="CheckpointException">The checkpoints are of another training, or all are damaged.</exception>
    /// <exception cref="IOException">A checkpoint cannot be written; the last one stays.</exception>
    /// <exception cref="ArgumentException">The network's output does not fit the classes, or the input cannot be made.</exception>
    /// <exception cref="PlatformNotSupportedException">Precision is BFloat16, and this platform's libtorch has no switch for it under a
    /// known name.</exception>
    /// <exception cref="NonFiniteLossException">The training diverged; holds the history.</exception>
    /// <exception cref="TrainingCanceledException">The token was cancelled; holds the history.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled before the first step.</exception>
    public TrainingHistory Fit(
        nn.Module<Tensor, Tensor> network,
        TrainTestData data,
        InputPipeline input,
        ulong seed,
        IProgress<TrainingProgress>? progress = null,
        CancellationToken token = default,
        TrainingDeclaration? declaration = null,
        CheckpointOptions? checkpoints = null
    )
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(input);
        if (declaration is not null)
            DeclarationCheck.Check(declaration, network, data, options);
        using var scope = NewDisposeScope();
        using var audit = declaration is null ? null : new DeclarationObserver(declaration, data.Train);
        var target = device ?? CPU;
        if (options.Precision == Precision.BFloat16 && target.type == DeviceType.CPU && !TorchRuntime.HasFastBFloat16)
            logger.LogWarning("This processor has no AVX-512, without which libtorch computes bfloat16 slower than float32");
        network.to(target);
        using var layout = new NetworkLayout(network, options.Layout);
        using var train = layout.Of(input.PrepareTraining(data.Train, target, seed, token));
        using var test = layout.Of(input.Prepare(data.Test, target, token));
        var training = network.training;
        try
        {
            Evaluator.CheckOutput(network, train, options.Precision);
            using var step = StepFactory(network, options);
            var kept = checkpoints is null
                ? null
                : new CheckpointSeries(
                    new CheckpointFile(checkpoints, TrainingIdentity.Of(checkpoints.Identity, network, data, input, options, seed), logger),
                    checkpoints
                );
            return new TrainingRun(options, network, step, data, train, test, audit, kept, seed, progress, logger).Execute(token);
        }
        finally
        {
            network.train(training);
        }
    }
}
