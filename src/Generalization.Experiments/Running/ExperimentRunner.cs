using System.Collections.Immutable;
using System.Globalization;
using System.Reflection;
using Generalization.Experiments.Store;
using Generalization.Files;
using Generalization.Identity;
using Generalization.Kernels.Solvers;
using Generalization.Torch;
using TorchSharp;

namespace Generalization.Experiments.Running;

/// <summary>Runs an experiment of any kind in a store.</summary>
/// <remarks>An error that would occur again becomes the experiment's result, with its sentence: a diverged training, a matrix that is not
/// positive definite, an iteration that does not converge, conflicting targets, a run that is not what it declares, data that do not fit,
/// what libtorch refuses. Errors of files, too little memory on this machine and a cancellation do not: the run goes on from its checkpoint
/// the next time. Several threads may run experiments at once.</remarks>
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
    /// <exception cref="ArgumentException">The experiment uses a name that the catalog does not have, or must be run by another
    /// program.</exception>
    /// <exception cref="RunStoreException">The store cannot be written, or the result is damaged or belongs to other data than those that
    /// are read now.</exception>
    /// <exception cref="MemoryLimitException">A kernel needs more memory than this machine has, or than was given for its
    /// device.</exception>
    /// <exception cref="OutOfMemoryException">libtorch got no more memory from this machine or its GPU.</exception>
    /// <exception cref="IOException">The data cannot be read or the checkpoint cannot be written or used.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled, or another process took the run over.</exception>
    public RunResult? Run(
        RunStore store,
        Experiment experiment,
        IProgress<RunProgress>? progress = null,
        CancellationToken token = default
    ) => Run(store, [experiment], progress, token) is [var result] ? result : null;

    /// <summary>Runs experiments that share work together, as their kind says. Experiments that have a result are left out.</summary>
    /// <param name="store">The store.</param>
    /// <param name="together">The experiments.</param>
    /// <param name="progress">Hears where the first of them is. Default: none.</param>
    /// <param name="token">Ends the work early, after a checkpoint.</param>
    /// <returns>The results in their order; fewer where another process works on one.</returns>
    /// <inheritdoc cref="Run(RunStore, Experiment, IProgress{RunProgress}, CancellationToken)" path="/exception"/>
    public ImmutableArray<RunResult> Run(
        RunStore store,
        ImmutableArray<Experiment> together,
        IProgress<RunProgress>? progress = null,
        CancellationToken token = default
    )
    {
        ArgumentNullException.ThrowIfNull(store);
        foreach (var experiment in together)
            CheckNames(experiment);
        CheckFolders();
        if (together.Skip(1).FirstOrDefault(e => e.Kind != together[0].Kind || !e.Kind.ShareWork(together[0], e)) is { } other)
            throw new ArgumentException(
                $"Experiments that are run together must share work, but {together[0].Id} and {other.Id} do not.",
                nameof(together)
            );
        var claims = new List<RunClaim>();
        try
        {
            foreach (var experiment in together)
                if (store.ReadResult(experiment) is { } there)
                    CheckData(store, there);
                else if (Refusal(store, experiment) is { } sentence)
                    throw new ArgumentException(sentence);
                else if (store.TryClaim(experiment) is { } claim)
                    claims.Add(claim);
            if (claims.Count > 0)
                Run(claims, store.Clock, progress, token);
        }
        finally
        {
            foreach (var claim in claims)
                claim.Dispose();
        }

        return [.. together.Select(store.ReadResult).OfType<RunResult>()];
    }

    /// <summary>Refuses an experiment that needs a name the catalog does not have, before it is claimed: another process may have that
    /// name.</summary>
    internal void CheckNames(Experiment experiment)
    {
        ArgumentNullException.ThrowIfNull(experiment);
        Catalog.Check(experiment.Kind.NamesOf(experiment));
    }

    /// <summary>Why this program cannot run an experiment; null where it can.</summary>
    internal string? Refusal(RunStore store, Experiment experiment) => experiment.Kind.RefusalOf(experiment, Options, store.Folder);

    /// <summary>Refuses a folder that cannot be written to, before anything is run.</summary>
    internal void CheckFolders()
    {
        if (Options.TensorBoard is { } board)
            Writable.CheckFolder(board, "The folder for TensorBoard");
        if (Options.Spill is { } spill)
            Writable.CheckFolder(spill, "The folder for a matrix that does not fit in memory");
        if (Options.Accumulation is { } kept)
            Writable.CheckFolder(kept, "The folder for what a kernel accumulates");
    }

    /// <summary>Why a result cannot be shown beside the data that are read now; null where it can, or where nothing is known of
    /// either.</summary>
    /// <param name="store">The store.</param>
    /// <param name="result">The result.</param>
    /// <param name="mayRead">Whether the data set is read where it was not yet.</param>
    internal string? OtherData(RunStore store, RunResult result, bool mayRead)
    {
        if (OtherParts(store, result) is { } parts)
            return parts;
        if (result.SourceHash is not { } before || result.Experiment.Kind.NamesOf(result.Experiment).Dataset is not { } name)
            return null;
        return (mayRead ? data.Hash(name) : data.KnownHash(name)) is { } now && now != before
            ? $"The result of {result.Experiment.Id} ({result.Experiment.Words}) must be of the data set "
                + $"{name} that is read now, whose hash "
                + $"is {now[..16]}…, but is of one whose hash is {before[..Math.Min(16, before.Length)]}…; remove "
                + $"{store.FolderOf(result.Experiment)} to run it again, or name another store."
            : null;
    }

    private string? OtherParts(RunStore store, RunResult result)
    {
        var kind = result.Experiment.Kind;
        var model = kind.NamesOf(result.Experiment).Model;
        var known = model is null ? null : Catalog.Models.GetValueOrDefault(model);
        // A name that this catalog does not have stands for nothing here.
        if (model is not null && known is null)
            return null;
        var (before, now) = (result.Parts, kind.PartsOf(result.Experiment, Catalog));
        return OwnParts.AreSame(before, now, known?.Paper is not null)
            ? null
            : $"The result of {result.Experiment.Id} ({result.Experiment.Words}) must be of what its names stand for now, "
                + $"{now ?? "the library's own"}, but {(before is null ? "does not say what it is of" : $"is of {before}")}; give what has "
                + $"changed another name, or remove {store.FolderOf(result.Experiment)} to run it again.";
    }

    private void CheckData(RunStore store, RunResult result)
    {
        if (OtherData(store, result, mayRead: true) is { } sentence)
            throw new RunStoreException(sentence);
    }

    internal RunResult Run(RunClaim claim, TimeProvider clock, IProgress<RunProgress>? progress, CancellationToken token) =>
        Run([claim], clock, progress, token)[0];

    private RunResult[] Run(IReadOnlyList<RunClaim> claims, TimeProvider clock, IProgress<RunProgress>? progress, CancellationToken token)
    {
        try
        {
            var (outcomes, error, source) = Work(claims, progress, token);
            return [.. claims.Select((claim, i) => Complete(claim, outcomes.IsDefault ? null : outcomes[i], error, source, clock))];
        }
        catch (ArgumentOutOfRangeException e) when (IsOfFileSize(e))
        {
            throw new IOException(
                "A file must be allowed to grow as large as it has to, but a limit of the process or of the file system forbids it; "
                    + "raise the limit.",
                e
            );
        }
        catch (TakenOverException e)
        {
            throw new OperationCanceledException(e.Message, e);
        }
    }

    private RunResult Complete(RunClaim claim, KindOutcome? outcome, string? error, string? source, TimeProvider clock)
    {
        var result = new RunResult
        {
            Experiment = claim.Experiment,
            Numbers = outcome?.Numbers,
            Error = error,
            DataHash = outcome?.DataHash,
            SourceHash = source,
            Parts = claim.Experiment.Kind.PartsOf(claim.Experiment, Catalog),
            DataVerified = data.IsPublished(claim.Experiment.Kind.NamesOf(claim.Experiment).Dataset),
            WeightsHash = outcome?.WeightsHash,
            Version = LibraryVersion,
            Device = Options.DeviceName,
            Threads = Options.Device.type == DeviceType.CPU ? torch.get_num_threads() : null,
            Finished = clock.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
            Seconds = claim.Seconds,
        };
        claim.Complete(result);
        return result;
    }

    private (ImmutableArray<KindOutcome> Outcomes, string? Error, string? Source) Work(
        IReadOnlyList<RunClaim> claims,
        IProgress<RunProgress>? progress,
        CancellationToken token
    )
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource([token, .. claims.Select(c => c.Lost)]);
        var kind = claims[0].Experiment.Kind;
        ExperimentContext[] places = [.. claims.Select(c => new ExperimentContext(c, data, Options, progress, token, stop.Token))];
        try
        {
            var outcomes = kind.Run(places);
            return (outcomes, null, Source());
        }
        // A process that no longer waits for its work takes libtorch away beneath it. What fails then says nothing of the experiment.
        catch (Exception e) when (stop.IsCancellationRequested && (TorchErrors.IsOfTorch(e) || WouldRepeat(e, kind)))
        {
            throw new OperationCanceledException("The experiment was stopped; it goes on when it is started again.", e, stop.Token);
        }
        catch (Exception e) when (TorchErrors.IsOutOfMemory(e))
        {
            throw new OutOfMemoryException(
                $"The device has not the memory that the experiment needs ({TorchErrors.FirstLine(e)}); run fewer side by side, choose a "
                    + "smaller batch, or another machine.",
                e
            );
        }
        catch (Exception e) when (TorchErrors.IsOfTorch(e) && !TorchErrors.IsOfDevice(e))
        {
            return (default, $"libtorch refused what the experiment asks for: {TorchErrors.FirstLine(e)}.", Source());
        }
        catch (Exception e) when (WouldRepeat(e, kind))
        {
            return (default, SentenceOf(e), Source());
        }

        // Of several that share work one reads the data for all.
        string? Source() => places.Select(p => p.SourceHash).FirstOrDefault(h => h is not null);
    }

    internal static string SentenceOf(Exception e) =>
        e is ArgumentException { ParamName: { } name }
            ? e.Message.Replace($" (Parameter '{name}')", "", StringComparison.Ordinal)
            : e.Message;

    // What .NET makes of the system's EFBIG.
    private static bool IsOfFileSize(Exception e) => e is ArgumentOutOfRangeException { ParamName: "value" };

    private static bool WouldRepeat(Exception e, IExperimentKind kind) =>
        kind.WouldRepeat(e) || e is FaultyPartException || (e is ArgumentException and not MemoryLimitException && !IsOfFileSize(e));
}
