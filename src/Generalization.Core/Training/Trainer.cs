using System.Collections.Immutable;
using Generalization.Data;
using Generalization.Inputs;
using Generalization.Torch;
using Generalization.Training.Checkpoints;
using Generalization.Training.History;
using Generalization.Training.Observers;
using Generalization.Training.Updates;
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
/// <param name="logger">Gets a line for each epoch, and warnings. Default: none.</param>
public sealed class Trainer(TrainingOptions options, Device? device = null, ILogger<Trainer>? logger = null)
{
    private readonly TrainingOptions options = options ?? throw new ArgumentNullException(nameof(options));
    private readonly ILogger logger = logger ?? NullLogger<Trainer>.Instance;

    /// <summary>Makes what gives each step's gradient. Default: this process's <see cref="BackwardPass"/>.</summary>
    public Func<nn.Module<Tensor, Tensor>, TrainingOptions, IGradientSource> GradientFactory { get; init; } =
        (network, options) => new BackwardPass(network, options.Loss, options.Precision, options.AuxiliaryWeight);

    /// <summary>Reads the pixels ahead instead of keeping them on the device; the bits are the same. Default: they are kept
    /// there.</summary>
    public ReadAhead? ReadAhead { get; init; }

    /// <summary>Whether each epoch must leave as many tensors alive as the one before, on the thread that trains; for a caller's own
    /// network, loss, metric or observer, which may keep what it should not. An epoch that leaves more ends the training with a
    /// <see cref="Identity.FaultyPartException"/>, which says how many and where. Default: false.</summary>
    public bool CheckLeaks { get; init; }

    /// <summary>Where the training begins, unless it goes on from a checkpoint of its own. Default: null, at the first step.</summary>
    public TrainingHandover? Start { get; init; }

    /// <summary>Trains the network, which stays the caller's and is moved to the device.</summary>
    /// <remarks>All of the network is set to training mode while it learns, and each module has its own mode again afterwards. A module
    /// that must stay in evaluation mode, such as a batch normalization with frozen statistics, needs a network that overrides
    /// train.</remarks>
    /// <param name="network">Takes (n, C, H, W), float32, and gives (n, k).</param>
    /// <param name="data">Training and test set, and the images to choose an epoch by where some are held out: those are evaluated whenever
    /// the test set is.</param>
    /// <param name="input">How inputs are made.</param>
    /// <param name="seed">Decides the order of the examples and the draws of the input's random steps.</param>
    /// <param name="progress">Is told at most once a second and at the end of each epoch.</param>
    /// <param name="token">Ends the training early.</param>
    /// <param name="declaration">What the run says that it is, which is checked. Default: nothing is declared.</param>
    /// <param name="checkpoints">Where the training keeps its state; where one is there, the training goes on from it. Default: it keeps
    /// none.</param>
    /// <param name="observers">What watches the training. Default: nothing.</param>
    /// <exception cref="Identity.FaultyPartException">A part of the caller's does not do what it must, or the loss depends on parameters
    /// that the network does not know of.</exception>
    /// <exception cref="DeclarationException">The run is not what it declares.</exception>
    /// <exception cref="CheckpointException">The checkpoints are of another training, or all are damaged, or another training is at work in
    /// their folder.</exception>
    /// <exception cref="IOException">A checkpoint cannot be written; the last one stays.</exception>
    /// <exception cref="ArgumentException">The network was disposed, cannot take the inputs, its outputs do not fit the classes, it has
    /// weights that are not finite or none to train, or the input cannot be made; with checkpoints, something has no words that tell it
    /// from another.</exception>
    /// <exception cref="Identity.FaultyPartException">The network changes its inputs or disposes of them, or another part does not do what
    /// it must.</exception>
    /// <exception cref="PlatformNotSupportedException">Precision is BFloat16, and this platform's libtorch has no switch for it under a
    /// known name.</exception>
    /// <exception cref="NonFiniteLossException">The training diverged; holds the history.</exception>
    /// <exception cref="NonFiniteLearningRateException">The schedule gave no learning rate; holds the history.</exception>
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
        CheckpointOptions? checkpoints = null,
        IEnumerable<ITrainingObserver>? observers = null
    )
    {
        ArgumentNullException.ThrowIfNull(data);
        return Fit(network, data.Train, data.Test, data.Validation, input, seed, progress, token, declaration, checkpoints, observers);
    }

    /// <summary>Trains the network without a test set; otherwise as with one.</summary>
    /// <param name="network">Takes (n, C, H, W), float32, and gives (n, k).</param>
    /// <param name="train">The training set.</param>
    /// <param name="input">How inputs are made.</param>
    /// <param name="seed">Decides the order of the examples and the draws of the input's random steps.</param>
    /// <param name="progress">Is told at most once a second and at the end of each epoch.</param>
    /// <param name="token">Ends the training early.</param>
    /// <param name="declaration">What the run says that it is, which is checked. Default: nothing is declared.</param>
    /// <param name="checkpoints">Where the training keeps its state. Default: it keeps none.</param>
    /// <param name="observers">What watches the training. Default: nothing.</param>
    /// <returns>A history whose <see cref="TrainingHistory.Test"/> is null.</returns>
    public TrainingHistory Fit(
        nn.Module<Tensor, Tensor> network,
        Dataset train,
        InputPipeline input,
        ulong seed,
        IProgress<TrainingProgress>? progress = null,
        CancellationToken token = default,
        TrainingDeclaration? declaration = null,
        CheckpointOptions? checkpoints = null,
        IEnumerable<ITrainingObserver>? observers = null
    ) => Fit(network, train, null, null, input, seed, progress, token, declaration, checkpoints, observers);

    private TrainingHistory Fit(
        nn.Module<Tensor, Tensor> network,
        Dataset trainData,
        Dataset? testData,
        Dataset? validationData,
        InputPipeline input,
        ulong seed,
        IProgress<TrainingProgress>? progress,
        CancellationToken token,
        TrainingDeclaration? declaration,
        CheckpointOptions? checkpoints,
        IEnumerable<ITrainingObserver>? observers
    )
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(trainData);
        ArgumentNullException.ThrowIfNull(input);
        TorchBackend.EnsureLoaded();
        LiveNetwork.ThrowIfDisposed(network);
        if (declaration is not null)
            DeclarationCheck.Check(declaration, network, trainData, testData, options.Optimizer);
        using var scope = NewDisposeScope();
        using var folder = checkpoints is null or { MayWrite: not null } ? null : new CheckpointLock(checkpoints.Folder);
        using var declared = declaration is null ? null : new DeclarationObserver(declaration, trainData);
        using var tally = new EpochTally();
        using var fittedSince = new FittedSinceObserver(tally);
        ITrainingObserver[] own = [.. observers ?? []];
        var watching = new ObserverList([.. declared is null ? [] : new[] { declared }, fittedSince, tally, .. own]);
        var target = device ?? CPU;
        if (options.Precision == Precision.BFloat16 && target.type == DeviceType.CPU && !TorchRuntime.HasFastBFloat16)
            logger.LogWarning("This processor has no AVX-512, without which libtorch computes bfloat16 slower than float32");
        if (input.CropWarning(trainData.Shape) is { } cropped)
            logger.LogWarning("{Problem}", cropped);
        foreach (var part in UnregisteredParts.Of(network).Select(p => p.Field).Distinct())
            logger.LogWarning(
                "{Part} is not registered: the training neither trains, moves nor keeps it; register it by ModuleList, register_module or "
                    + "register_parameter, unless it is not the network's own",
                part
            );
        NetworkCheck.Move(network, target);
        foreach (var name in NetworkCheck.UnsetScales(network))
            logger.LogWarning(
                "The scales of {Name} are not 1, or its shifts not 0: TorchSharp leaves those of a new group normalization as the memory "
                    + "was; set them or call SeededWeights, unless they come from an earlier training",
                name
            );
        using var layout = new NetworkLayout(network, options.Layout);
        using var train = layout.Of(input.Batches(trainData, seed, target, ReadAhead, token));
        using var test = testData is null ? null : layout.Of(TestBatches(testData, input, seed, target, token));
        using var validation = validationData is null ? null : layout.Of(TestBatches(validationData, input, seed, target, token));
        var modes = new ModuleModes(network);
        try
        {
            if (modes.Train() is { Length: > 0 } set && options.Epochs > 0)
                logger.LogWarning(
                    "The training sets {Names} to training mode with the rest of the network, where dropout draws and batch normalization "
                        + "follows its batches; override train in the network for what must stay in evaluation mode",
                    string.Join(", ", set)
                );
            NetworkCheck.Check(network, train, options);
            using var gradients = GradientFactory(network, options);
            using var update = options.Optimizer.Create(network);
            using var average = options.WeightAverage is { } mean ? new AveragedWeights(network, mean) : null;
            var kept = checkpoints is null
                ? null
                : Series(
                    checkpoints,
                    TrainingIdentity.Of(
                        checkpoints.Identity,
                        network,
                        trainData,
                        testData,
                        validationData,
                        input,
                        options,
                        gradients,
                        own,
                        seed
                    )
                );
            if (checkpoints is not null && !UpdateKeepsState(update))
                logger.LogWarning(
                    "The step of {Optimizer} keeps no state: a training that is taken up again gives other bits if it has any; give it in "
                        + "IUpdate.State, and take it back in Restore",
                    options.Optimizer.Describe()
                );
            if (checkpoints is not null)
                WarnOfDraws(network, train);
            var parts = new TrainingParts(
                options,
                network,
                train,
                test,
                validation,
                gradients,
                update,
                average,
                SubsetMask.Changed(trainData),
                LabelFacts.Of(trainData, testData),
                tally,
                fittedSince,
                watching,
                input.ShapeOf(trainData.Shape),
                seed,
                CheckLeaks
            );
            return new TrainingRun(parts, kept, progress, logger, Start).Execute(token);
        }
        finally
        {
            modes.Restore();
        }
    }

    private void WarnOfDraws(nn.Module<Tensor, Tensor> network, IBatchSource train)
    {
        string[] drawing = [.. ModuleWords.DrawingGlobally(network)];
        foreach (var name in drawing)
            logger.LogWarning(
                "The module {Name} draws from a generator of the whole process, which no checkpoint holds: a training that is "
                    + "taken up again gives other bits; SeededDropout draws from a seed",
                name
            );
        if (drawing.Length == 0 && options.Epochs > 0 && !NetworkCheck.IsRepeatable(network, train, options))
            logger.LogWarning(
                "The network gives the same images two different outputs, so that it draws what no checkpoint holds, or counts its "
                    + "calls: a training that is taken up again gives other bits; SeededDropout draws from a seed"
            );
    }

    // The library's own keep what they have.
    private bool UpdateKeepsState(IUpdate update) => options.Optimizer.GetType().Assembly == GetType().Assembly || update.State.Count > 0;

    private CheckpointSeries Series(CheckpointOptions checkpoints, ImmutableSortedDictionary<string, string> identity) =>
        new(new CheckpointFile(checkpoints, identity, logger), checkpoints);

    private IBatchSource TestBatches(Dataset data, InputPipeline input, ulong seed, Device device, CancellationToken token) =>
        ReadAhead is null && data.Pixels.IsResident
            ? input.Prepare(data, device, token)
            : input.Batches(data, seed, device, ReadAhead, token);
}
