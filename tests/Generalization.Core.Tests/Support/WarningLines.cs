using Generalization.Training;
using Microsoft.Extensions.Logging;

namespace Generalization.Tests.Support;

/// <summary>Keeps what a trainer warns of.</summary>
internal sealed class WarningLines : ILogger<Trainer>
{
    public List<string> Warnings { get; } = [];

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(
        LogLevel logLevel,
        EventId eventId,
        TState state,
        Exception? exception,
        Func<TState, Exception?, string> formatter
    )
    {
        if (logLevel == LogLevel.Warning)
            Warnings.Add(formatter(state, exception));
    }
}
