using System.CommandLine;
using System.CommandLine.Parsing;
using Generalization.Experiments;
using Generalization.Files;
using Generalization.Identity;
using Generalization.Kernels.Solvers;
using Generalization.Models.FiniteSample;
using Generalization.Torch;
using Generalization.Training.History;
using Generalization.Training.Observers;

namespace Generalization.CommandLine;

/// <summary>Runs a sample: reads its command line and turns what happens into an exit code and, where it fails, one sentence.</summary>
/// <remarks>0 done; 1 the work failed; 2 the command line is wrong; 130 stopped by Ctrl-C; 143 stopped by a scheduler's SIGTERM. A second
/// Ctrl-C ends the process at once.</remarks>
public static class SampleApplication
{
    /// <summary>The exit code of work that was stopped by Ctrl-C.</summary>
    public const int Stopped = 130;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <summary>Runs it.</summary>
    /// <param name="command">Its command line.</param>
    /// <param name="arguments">What was given.</param>
    /// <param name="work">The work; gives the exit code, 130 where it was stopped.</param>
    /// <param name="patience">How long the work may take to end after a signal, such as for a last checkpoint; infinite for as long as it
    /// likes. Default: null, two seconds.</param>
    public static async Task<int> RunAsync(
        RootCommand command,
        string[] arguments,
        Func<ParseResult, CancellationToken, int> work,
        TimeSpan? patience = null
    )
    {
        ArgumentNullException.ThrowIfNull(command);
        ArgumentNullException.ThrowIfNull(work);
        using var signals = new StopSignals();
        var token = signals.Token;
        // On a thread of its own, which the end of the process does not wait for.
        command.SetAction((parsed, _) => Task.Run(() => Guarded(() => Checked(parsed, token)), CancellationToken.None));
        GuardValidators(command);
        var parsed = command.Parse(arguments);
        string[] errors =
        [
            .. parsed.Errors.Select(e => e.Message),
            // Such as --out "$OUT" where no variable has that name.
            .. parsed
                .CommandResult.Children.OfType<OptionResult>()
                .Where(o => o.Tokens.Any(t => t.Value.Length == 0))
                .Select(o => $"{o.Option.Name} needs a value, but was given an empty one."),
        ];
        if (errors.Length == 0)
        {
            var running = parsed.InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = null });
            await Task.WhenAny(running, AfterSignal(token, patience ?? Patience));
            var code = running.IsCompleted ? await running : Stopped;
            return code == Stopped && signals.ExitCode != 0 ? signals.ExitCode : code;
        }

        foreach (var error in errors)
            Console.Error.WriteLine(error);
        Console.Error.WriteLine("Options: " + string.Join(", ", command.Options.Select(o => o.Name)));
        return 2;

        int Checked(ParseResult given, CancellationToken stop)
        {
            if (given.GetValue(CommonOptions.Doctor))
            {
                foreach (var line in MachineReport.Now().Lines)
                    Console.WriteLine(line);
                return 0;
            }

            // Hours of work would otherwise end with a sentence about a folder.
            if (given.GetValue(CommonOptions.Json) is { } json)
                Writable.CheckFile(json, CommonOptions.Json.Name);
            return work(given, stop);
        }
    }

    /// <summary>Refuses options whose experiments cannot be run as they are, before a folder is made for results: the command line is
    /// wrong.</summary>
    /// <param name="catalog">What their names stand for.</param>
    /// <param name="experiments">The experiments of the command line.</param>
    /// <exception cref="ContradictoryOptionsException">Options cannot go together; the sentence says which.</exception>
    public static void Check(ExperimentCatalog catalog, params IEnumerable<Experiment> experiments)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentNullException.ThrowIfNull(experiments);
        try
        {
            foreach (var experiment in experiments)
                experiment.Kind.CheckTogether(experiment, catalog);
        }
        catch (ArgumentException e)
        {
            throw new ContradictoryOptionsException(SentenceOf(e), e);
        }
    }

    // A validator of the whole command asks for values, and System.CommandLine throws where one was given wrong. Its own option says so.
    private static void GuardValidators(RootCommand command)
    {
        for (var i = 0; i < command.Validators.Count; i++)
        {
            var validate = command.Validators[i];
            command.Validators[i] = result =>
            {
                try
                {
                    validate(result);
                }
                catch (InvalidOperationException) when (result.Children.Any(given => given.Errors.Any())) { }
            };
        }
    }

    private static async Task AfterSignal(CancellationToken signal, TimeSpan patience)
    {
        var signalled = new TaskCompletionSource();
        await using var _ = signal.Register(signalled.SetResult);
        await signalled.Task;
        await Task.Delay(patience, CancellationToken.None);
    }

    private static int Guarded(Func<int> work)
    {
        try
        {
            return work();
        }
        catch (Exception e) when (TorchErrors.IsOfTorch(e))
        {
            Console.Error.WriteLine($"libtorch refused: {TorchErrors.FirstLine(e)}.");
            return 1;
        }
        catch (ContradictoryOptionsException e)
        {
            Console.Error.WriteLine(e.Message);
            return 2;
        }
        catch (OperationCanceledException)
        {
            Console.Error.WriteLine("Stopped before anything was finished.");
            return Stopped;
        }
        catch (Exception e)
            when (e
                    is IOException
                        or UnauthorizedAccessException
                        or ArgumentException
                        or OutOfMemoryException
                        or NonFiniteLossException
                        or NonFiniteLearningRateException
                        or DeclarationException
                        or TorchBackendException
                        or NotPositiveDefiniteException
                        or NotConvergedException
                        or SingularMatrixException
                        or FaultyPartException
                        or ConflictingTargetsException
                        or ProjectionGapException
                        or ExperimentException
                        or PlatformNotSupportedException
                        or FormatException
            )
        {
            Console.Error.WriteLine(SentenceOf(e));
            return 1;
        }
    }

    private static string SentenceOf(Exception e) =>
        e is ArgumentException { ParamName: { } name }
            ? e.Message.Replace($" (Parameter '{name}')", "", StringComparison.Ordinal)
            : e.Message;
}
