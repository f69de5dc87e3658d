using Generalization.Experiments.Running;

namespace Generalization.Samples;

/// <summary>Work on a list that a signal may stop.</summary>
internal static class Stoppable
{
    /// <summary>Works through a list; where it is stopped, says so and writes the report of what there is.</summary>
    /// <returns>What became of the list; null where it was stopped.</returns>
    public static SweepOutcome? Run(Func<SweepOutcome> work, Action report)
    {
        try
        {
            return work();
        }
        catch (OperationCanceledException)
        {
            Console.Error.WriteLine("Stopped; the same command goes on from here.");
        }

        try
        {
            report();
        }
        catch (IOException e)
        {
            // The exit code must still tell a scheduler to start the work again.
            Console.Error.WriteLine($"The report could not be written: {e.Message}");
        }

        return null;
    }
}
