using System.CommandLine;
using Generalization.Audit;
using Generalization.Kernels;
using Generalization.Models;
using Generalization.Training;

namespace Generalization.CommandLine;

/// <summary>Runs a sample: reads its command line and turns what happens into an exit code and, where it fails, one sentence.</summary>
/// <remarks>0 done; 1 the work failed; 2 the command line is wrong; 130 stopped by Ctrl-C.</remarks>
public static class SampleApplication
{
    /// <summary>Runs it.</summary>
    /// <param name="command">Its command line.</param>
    /// <param name="arguments">What was given.</param>
    /// <param name="work">The work; gives the exit code.</param>
    public static async Task<int> RunAsync(RootCommand command, string[] arguments, Func<ParseResult, CancellationToken, int> work)
    {
        ArgumentNullException.ThrowIfNull(command);
        ArgumentNullException.ThrowIfNull(work);
        // On a thread of its own: Ctrl-C is only listened to once the action has returned its task.
        command.SetAction((parsed, token) => Task.Run(() => Guarded(() => work(parsed, token)), CancellationToken.None));
        var parsed = command.Parse(arguments);
        if (parsed.Errors.Count == 0) return await parsed.InvokeAsync();
        foreach (var error in parsed.Errors) Console.Error.WriteLine(error.Message);
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
            return 130;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NonFiniteLossException or RunAuditException or TorchBackendException
            or NotPositiveDefiniteException or NotConvergedException or ConflictingTargetsException or ProjectionGapException)
        {
            Console.Error.WriteLine(e is ArgumentException { ParamName: { } name } ? e.Message.Replace($" (Parameter '{name}')", "", StringComparison.Ordinal) : e.Message);
            return 1;
        }
    }
}
