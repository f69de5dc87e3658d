using Generalization.Training.History;

namespace Generalization.Training;

/// <summary>Tells a listener where a training is.</summary>
/// <param name="parts">The training.</param>
/// <param name="clock">Its times.</param>
/// <param name="listener">Who hears; null for nobody.</param>
/// <param name="before">The epochs that were done elsewhere, which the clock has not seen.</param>
internal sealed class ProgressReport(TrainingParts parts, TrainingClock clock, IProgress<TrainingProgress>? listener, int before)
{
    public void Send(int epoch, int steps, double loss, double accuracy, EpochRecord? finished)
    {
        if (listener is null)
            return;
        var (epochs, count) = (parts.Options.Epochs, parts.Train.Count);
        var done = epoch - 1.0 - before + (double)steps / parts.StepsPerEpoch;
        var seconds = clock.Seconds / done * (epochs - before - done);
        var remaining = seconds < TimeSpan.MaxValue.TotalSeconds / 2 ? TimeSpan.FromSeconds(seconds) : TimeSpan.MaxValue;
        var images = (epoch - 1L - before) * count + Math.Min(count, (long)steps * parts.Options.BatchSize);
        listener.Report(
            new TrainingProgress(epoch, epochs, steps, parts.StepsPerEpoch, loss, accuracy, images / clock.StepSeconds, remaining, finished)
            {
                WaitingShare = clock.WaitingShare,
            }
        );
    }
}
