namespace Generalization.Threading;

/// <summary>Handles progress on the thread that works. A report is handled before the work goes on, which
/// <see cref="Progress{T}"/> does not promise.</summary>
/// <param name="report">Handles each report.</param>
public sealed class SynchronousProgress<T>(Action<T> report) : IProgress<T>
{
    private readonly Action<T> report = report ?? throw new ArgumentNullException(nameof(report));

    /// <inheritdoc/>
    public void Report(T value) => report(value);
}
