using System.Globalization;
using System.Reflection;
using Generalization.Experiments.Kinds.FiniteSamples;
using Generalization.Experiments.Kinds.KernelInterpolation;
using Generalization.Experiments.Kinds.NetworkTraining;
using Generalization.Experiments.Store;
using Generalization.Kernels.Functions;
using Generalization.Kernels.Solvers;
using Generalization.Models.FiniteSample;
using Generalization.Torch;
using Generalization.Training.History;
using Generalization.Training.Observers;
using TorchSharp;

namespace Generalization.Experiments.Running;

/// <summary>Runs an experiment of any kind in a store.</summary>
/// <remarks>An error that would repeat becomes a result that holds its sentence: a diverged training, a matrix that is not positive
/// definite, an iteration that does not converge, conflicting targets, a run that is not what it declares, data that do not fit. Errors of
/// files, too little memory on this machine and a cancellation do not: the run goes on from its checkpoint the next time. Several threads
/// may run experiments at once.</remarks>
/// <param name="catalog">The data sets and networks that experiments may name.</param>
/// <param name="options">How to run. Default: on the CPU, a checkpoint a minute.</param>
public sealed class ExperimentRunner(ExperimentCatalog catalog, RunnerOptions? options = null)
{
    private static readonly string LibraryVersion =
        typeof(ExperimentRunner).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion
        ?? typeof(ExperimentRunner).Assembly.GetName().Version!.ToString();

    private readonly LoadedData data = new(catalog ?? throw new ArgumentNullException(nameof(catalog)));

    /// <summary>The data sets and networks.</summary>
    public ExperimentCatalog Catalog { get; } = catalog;

    /// <summary>How to run.</summary>
    public RunnerOptions Options { get; } = options ?? new RunnerOptions();

    /// <summary>Runs an experiment, from its checkpoint where there is one, unless it has a result.</summary>
    /// <param name="store">The store.</param>
    /// <param name="experiment">The experiment.</param>
    /// <param name="progress">Hears where it is. Default: none.</param>
    /// <param name="token">Ends the work early, after a checkpoint.</param>
    /// <returns>The result; null where another process works on it.</returns>
    /// <exception cref="ArgumentException">The experiment names what the catalog has not.</exception>
    /// <exception cref="RunStoreException">The store cannot be written, or the result is damaged.</exception>
    /// <exception cref="MemoryLimitException">A kernel needs more memory than this machine has, or than was given for its
    /// device.</exception>
    /// <exception cref="IOException">The data cannot be read or the checkpoint cannot be written or used.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled, or another process took the run over.</exception>
    public RunResult? Run(RunStore store, Experiment experiment, IProgress<RunProgress>? progress = null, CancellationToken token = default)
    {
        ArgumentNullException.ThrowIfNull(store);
        CheckNames(experiment);
        if (store.ReadResult(experiment) is { } there)
            return there;
        using var claim = store.TryClaim(experiment);
        return claim is null ? store.ReadResult(experiment) : Run(claim, store.Clock, progress, token);
    }

    /// <summary>Refuses an experiment of which the catalog lacks something, before it is claimed: another process may have it.</summary>
    internal void CheckNames(Experiment experiment)
    {
        ArgumentNullException.ThrowIfNull(experiment);
        var (dataset, model) = experiment switch
        {
            TrainingExperiment e => (e.Dataset, e.Model),
            KernelExperiment e => (e.Dataset, null),
            FiniteSampleExperiment e => (e.Dataset, null),
            _ => ((string?)null, (string?)null),
        };
        if (dataset is not null && !Catalog.Datasets.ContainsKey(dataset))
            Catalog.LoadDataset(dataset);
        if (model is not null)
            Catalog.Model(model);
    }

    internal RunResult Run(RunClaim claim, TimeProvider clock, IProgress<RunProgress>? progress, CancellationToken token)
    {
        try
        {
            var outcome = Work(claim, progress, token);
            var result = new RunResult
            {
                Experiment = claim.Experiment,
                Training = outcome.Training,
                Kernel = outcome.Kernel,
                FiniteSample = outcome.FiniteSample,
                Error = outcome.Error,
                DataHash = outcome.DataHash,
                WeightsHash = outcome.WeightsHash,
                Version = LibraryVersion,
                Device = Options.DeviceName,
                Threads = Options.Device.type == DeviceType.CPU ? torch.get_num_threads() : null,
                Finished = clock.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
                Seconds = claim.Seconds,
            };
            claim.Complete(result);
            return result;
        }
        catch (ArgumentOutOfRangeException e) when (IsOfFileSize(e))
        {
            throw new IOException(
                "A file must be allowed to grow as large as it has to, but a limit of the "
                    + "process or of the file system forbids it; raise the limit.",
                e
            );
        }
        catch (RunTakenOverException e)
        {
            throw new OperationCanceledException(e.Message, e);
        }
    }

    private RunOutcome Work(RunClaim claim, IProgress<RunProgress>? progress, CancellationToken token)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(token, claim.Lost);
        try
        {
            return claim.Experiment switch
            {
                TrainingExperiment e => TrainingJob.Run(e, data, Options, claim, progress, token),
                KernelExperiment e => KernelJob.Run(e, data, Options, claim, progress, stop.Token),
                FiniteSampleExperiment e => FiniteSampleJob.Run(e, data, stop.Token),
                var other => throw new ArgumentException(
                    "An experiment must be a training, a kernel or a " + $"finite-sample one, but was {other.GetType().Name}."
                ),
            };
        }
        catch (Exception e) when (WouldRepeat(e))
        {
            return new RunOutcome
            {
                Error = e is ArgumentException { ParamName: { } name }
                    ? e.Message.Replace($" (Parameter '{name}')", "", StringComparison.Ordinal)
                    : e.Message,
            };
        }
    }

    // What .NET makes of the system's EFBIG.
    private static bool IsOfFileSize(Exception e) => e is ArgumentOutOfRangeException { ParamName: "value" };

    private static bool WouldRepeat(Exception e) =>
        e
            is NonFiniteLossException
                or DeclarationException
                or NotPositiveDefiniteException
                or NotConvergedException
                or ConflictingTargetsException
                or ProjectionGapException
        || (e is ArgumentException and not MemoryLimitException && !IsOfFileSize(e));
}
