using System.Diagnostics;

namespace Generalization.Training;

/// <summary>The time of a training and that of its steps alone, over all processes that it went on in.</summary>
internal sealed class TrainingClock
{
    private readonly Stopwatch total = new(),
        steps = new(),
        waiting = new();
    private double before,
        stepsBefore;

    public double Seconds => before + total.Elapsed.TotalSeconds;

    public double StepSeconds => stepsBefore + steps.Elapsed.TotalSeconds;

    /// <summary>The share of this process's time of steps that was spent waiting for batches.</summary>
    public double WaitingShare => steps.Elapsed > TimeSpan.Zero ? Math.Min(1, waiting.Elapsed / steps.Elapsed) : 0;

    /// <summary>Asks for the next batch and counts the time.</summary>
    public bool WaitFor(Func<bool> next)
    {
        waiting.Start();
        try
        {
            return next();
        }
        finally
        {
            waiting.Stop();
        }
    }

    public void Begin() => total.Start();

    public void BeginSteps() => steps.Start();

    public void EndSteps() => steps.Stop();

    public void Restore(double seconds, double stepSeconds) => (before, stepsBefore) = (seconds, stepSeconds);
}
