using System.Diagnostics;

namespace Generalization.Training;

/// <summary>The time of a training and that of its steps alone, over all processes that it went on in.</summary>
internal sealed class TrainingClock
{
    private readonly Stopwatch total = new(),
        steps = new();
    private double before,
        stepsBefore;

    public double Seconds => before + total.Elapsed.TotalSeconds;

    public double StepSeconds => stepsBefore + steps.Elapsed.TotalSeconds;

    public void Begin() => total.Start();

    public void BeginSteps() => steps.Start();

    public void EndSteps() => steps.Stop();

    public void Restore(double seconds, double stepSeconds) => (before, stepsBefore) = (seconds, stepSeconds);
}
