using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Generalization.Samples;

/// <summary>The other members of a cluster on this machine: processes that are started, killed, paused, and started again.</summary>
internal sealed partial class LocalProcesses(IReadOnlyList<string> arguments) : IDisposable
{
    private const int Stop = 19,
        Continue = 18; // SIGSTOP and SIGCONT of Linux

    private readonly ConcurrentDictionary<string, (Process Process, ImmutableArray<string> Arguments)> members = [];

    // Another thread may still look at one that was replaced.
    private readonly ConcurrentBag<Process> replaced = [];

    public IReadOnlyCollection<string> Names => [.. members.Keys];

    /// <summary>Ports that nobody has.</summary>
    public static int[] FreePorts(int count)
    {
        var listeners = Enumerable.Range(0, count).Select(_ => new TcpListener(IPAddress.Loopback, 0)).ToArray();
        foreach (var listener in listeners)
            listener.Start();
        int[] ports = [.. listeners.Select(l => ((IPEndPoint)l.LocalEndpoint).Port)];
        foreach (var listener in listeners)
            listener.Dispose();
        return ports;
    }

    public void Start(string name, params IEnumerable<string> own)
    {
        ImmutableArray<string> all = [.. own];
        var start = new ProcessStartInfo(Environment.ProcessPath!)
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardInput = true,
        };
        start.Environment[Starter.Variable] = "1";
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath!) == "dotnet")
            start.ArgumentList.Add(Environment.GetCommandLineArgs()[0]);
        foreach (var argument in arguments.Concat(all))
            start.ArgumentList.Add(argument);
        var process = Process.Start(start)!;
        process.OutputDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        members[name] = (process, all);
    }

    /// <summary>Refuses to go on where a member has ended by itself because it cannot work; one that was killed is another's to
    /// replace.</summary>
    /// <exception cref="IOException">One has.</exception>
    public void Check()
    {
        foreach (var (name, (process, _)) in members)
            if (process.HasExited && process.ExitCode is (1 or 2))
                throw new IOException(
                    $"Each member of the cluster must work until the training ends, but {name} has ended with the code {process.ExitCode}; "
                        + "what it says above is why."
                );
    }

    public void Kill(string name)
    {
        members[name].Process.Kill();
        members[name].Process.WaitForExit();
    }

    /// <summary>Starts those again that have ended with an error.</summary>
    public void StartAgain(string name)
    {
        var (process, own) = members[name];
        if (!process.HasExited)
            return;
        Start(name, own);
        replaced.Add(process);
    }

    public void Pause(string name) => Signal(name, Stop);

    public void GoOn(string name) => Signal(name, Continue);

    public void Dispose()
    {
        foreach (var (process, _) in members.Values)
        {
            if (!process.HasExited)
                process.Kill();
            process.WaitForExit();
            process.Dispose();
        }

        foreach (var process in replaced)
            process.Dispose();
        members.Clear();
        replaced.Clear();
    }

    private void Signal(string name, int signal)
    {
        if (OperatingSystem.IsLinux() && !members[name].Process.HasExited)
            _ = Send(members[name].Process.Id, signal);
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Send(int process, int signal);
}
