using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;

namespace Generalization.Tests.Support;

/// <summary>Tests that start processes run one after the other.</summary>
[CollectionDefinition("processes")]
public sealed class Processes;

/// <summary>A process that works through a list on a store.</summary>
internal sealed class Worker : IDisposable
{
    private readonly Process process;
    private readonly List<string> output = [];
    private readonly StringBuilder error = new();
    private readonly Thread[] readers;

    private Worker(ProcessStartInfo start)
    {
        (start.RedirectStandardInput, start.RedirectStandardOutput, start.RedirectStandardError, start.UseShellExecute) = (
            true,
            true,
            true,
            false
        );
        start.Environment["OMP_NUM_THREADS"] = "1";
        start.Environment["DOTNET_TieredPGO"] = "0";
        process = Process.Start(start)!;
        readers = [Read(process.StandardOutput, output.Add), Read(process.StandardError, line => error.AppendLine(line))];
    }

    // Threads of their own: the pool may compute for other tests, and then hands nothing over for minutes.
    private Thread Read(StreamReader stream, Action<string> keep)
    {
        var reader = new Thread(() =>
        {
            try
            {
                while (stream.ReadLine() is { } line)
                    lock (output)
                        keep(line);
            }
            catch (Exception e) when (e is IOException or ObjectDisposedException)
            {
                // The test is over.
            }
        })
        {
            IsBackground = true,
            Name = "worker's output",
        };
        reader.Start();
        return reader;
    }

    public static string Program { get; } = Path.Combine(AppContext.BaseDirectory, "Generalization.StoreWorker.dll");

    public string[] Output
    {
        get
        {
            lock (output)
                return [.. output];
        }
    }

    public string Error
    {
        get
        {
            lock (output)
                return error.ToString().Trim();
        }
    }

    /// <summary>The experiments that it has run itself, to their ends.</summary>
    public IEnumerable<string> Ran =>
        Output.Where(l => l.StartsWith("ended ", StringComparison.Ordinal)).Select(l => l[6..]).Where(id => Output.Contains($"began {id}"));

    public static Worker Start(string program, IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment = null)
    {
        var start = new ProcessStartInfo(program, arguments);
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
            start.Environment[name] = value;
        return new Worker(start);
    }

    public static Worker Start(string list, string store, IReadOnlyDictionary<string, string>? environment = null) =>
        Start("dotnet", [Program, "--experiments", list, "--store", store, "--checkpoint", "20"], environment);

    /// <summary>One that loads everything and then waits to be told its store.</summary>
    public static Worker Warm(string list) => Start("dotnet", [Program, "--experiments", list]);

    public void Begin(string store)
    {
        WaitFor(lines => lines.Contains("ready"));
        process.StandardInput.WriteLine(store);
        process.StandardInput.Flush();
    }

    public void WaitFor(Func<string[], bool> condition)
    {
        var clock = Stopwatch.StartNew();
        while (!condition(Output))
        {
            if (process.HasExited || clock.Elapsed > TimeSpan.FromMinutes(1))
                throw new InvalidOperationException($"The worker did not come so far: {string.Join("; ", Output)} {Error}");
            Thread.Sleep(2);
        }
    }

    /// <summary>Gives it so long, and kills it.</summary>
    /// <param name="time">How long.</param>
    /// <param name="children">Whether what it started is killed as well.</param>
    /// <returns>Whether it was killed before it ended by itself.</returns>
    public bool KillAfter(TimeSpan time, bool children = false)
    {
        if (process.WaitForExit(time))
            return false;
        process.Kill(entireProcessTree: children);
        process.WaitForExit();
        return process.ExitCode == 137;
    }

    /// <summary>Kills it as soon as a condition holds.</summary>
    /// <returns>Whether it was killed before it ended by itself.</returns>
    public bool KillWhen(Func<bool> condition)
    {
        while (!process.HasExited && !condition())
            Thread.Yield();
        return KillAfter(TimeSpan.Zero);
    }

    public void Terminate() => Kill(process.Id, 15).Should().Be(0);

    /// <summary>Waits until it ends.</summary>
    /// <returns>Its exit code.</returns>
    public int Wait()
    {
        process.WaitForExit(TimeSpan.FromMinutes(2)).Should().BeTrue("the worker ends");
        foreach (var reader in readers)
            reader.Join();
        return process.ExitCode;
    }

    public void Dispose()
    {
        if (!process.HasExited)
            process.Kill(entireProcessTree: true);
        process.Dispose();
    }

    [DllImport("libc", EntryPoint = "kill")]
    private static extern int Kill(int process, int signal);
}
