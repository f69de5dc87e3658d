namespace Generalization.Threading;

/// <summary>Hears of progress on the thread that works: what is done with a report is done when the work goes on, which
/// <see cref="Progress{T}"/> does not promise.</summary>
/// <param name="report">What is done with each report.</param>
public sealed class SynchronousProgress<T>(Action<T> report) : IProgress<T>
{
    private readonly Action<T> report = report ?? throw new ArgumentNullException(nameof(report));

    /// <inheritdoc/>
    public void Report(T value) => report(value);
}
