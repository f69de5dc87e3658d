using System.CommandLine;
using Generalization.Experiments;
using Generalization.Kernels.Solvers;
using Generalization.Models.FiniteSample;
using Generalization.Torch;
using Generalization.Training.History;
using Generalization.Training.Observers;

namespace Generalization.CommandLine;

/// <summary>Runs a sample: reads its command line and turns what happens into an exit code and, where it fails, one sentence.</summary>
/// <remarks>0 done; 1 the work failed; 2 the command line is wrong; 130 stopped by Ctrl-C; 143 stopped by a scheduler's SIGTERM, where
/// <see cref="StopSignals"/> are given.</remarks>
public static class SampleApplication
{
    private const int Stopped = 130;

    /// <summary>Runs it.</summary>
    /// <param name="command">Its command line.</param>
    /// <param name="arguments">What was given.</param>
    /// <param name="work">The work; gives the exit code, 130 where it was stopped.</param>
    /// <param name="signals">Stop the work however long its last checkpoint takes. Default: null, Ctrl-C and SIGTERM end it after two
    /// seconds.</param>
    public static async Task<int> RunAsync(
        RootCommand command,
        string[] arguments,
        Func<ParseResult, CancellationToken, int> work,
        StopSignals? signals = null
    )
    {
        ArgumentNullException.ThrowIfNull(command);
        ArgumentNullException.ThrowIfNull(work);
        // On a thread of its own: Ctrl-C is only listened to once the action has returned its task.
        command.SetAction((parsed, token) => Task.Run(() => Guarded(() => work(parsed, signals?.Token ?? token)), CancellationToken.None));
        var parsed = command.Parse(arguments);
        if (parsed.Errors.Count == 0)
        {
            if (signals is null)
                return await parsed.InvokeAsync();
            var code = await parsed.InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = null });
            return code == Stopped && signals.ExitCode != 0 ? signals.ExitCode : code;
        }

        foreach (var error in parsed.Errors)
            Console.Error.WriteLine(error.Message);
        Console.Error.WriteLine("Options: " + string.Join(", ", command.Options.Select(o => o.Name)));
        return 2;
    }

    private static int Guarded(Func<int> work)
    {
        try
        {
            return work();
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
                        or NonFiniteLossException
                        or DeclarationException
                        or TorchBackendException
                        or NotPositiveDefiniteException
                        or NotConvergedException
                        or ConflictingTargetsException
                        or ProjectionGapException
                        or ExperimentException
                        or PlatformNotSupportedException
                        or FormatException
            )
        {
            Console.Error.WriteLine(
                e is ArgumentException { ParamName: { } name }
                    ? e.Message.Replace($" (Parameter '{name}')", "", StringComparison.Ordinal)
                    : e.Message
            );
            return 1;
        }
    }
}
