using System.Runtime.InteropServices;

namespace Generalization.CommandLine;

/// <summary>Turns Ctrl-C and a scheduler's SIGTERM into a token, so that work ends with a checkpoint, and gives the exit code that the
/// scheduler expects.</summary>
/// <remarks>A second Ctrl-C ends the process at once.</remarks>
public sealed class StopSignals : IDisposable
{
    private readonly CancellationTokenSource source = new();
    private readonly PosixSignalRegistration[] registrations;
    private int exitCode;

    /// <summary>Begins to listen.</summary>
    public StopSignals() => registrations = [Listen(PosixSignal.SIGINT, 130), Listen(PosixSignal.SIGTERM, 143)];

    /// <summary>Cancelled by the first signal.</summary>
    public CancellationToken Token => source.Token;

    /// <summary>128 and the signal's number: 130 after Ctrl-C, 143 after SIGTERM, by which a scheduler knows to start the work again; 0
    /// where there was none.</summary>
    public int ExitCode => exitCode;

    /// <summary>Listens no more.</summary>
    public void Dispose()
    {
        foreach (var registration in registrations)
            registration.Dispose();
        source.Dispose();
    }

    private PosixSignalRegistration Listen(PosixSignal signal, int code) =>
        PosixSignalRegistration.Create(
            signal,
            context =>
            {
                var first = Interlocked.CompareExchange(ref exitCode, code, 0) == 0;
                if (!first && signal == PosixSignal.SIGINT)
                    return;
                context.Cancel = true;
                if (first)
                    source.Cancel();
            }
        );
}
