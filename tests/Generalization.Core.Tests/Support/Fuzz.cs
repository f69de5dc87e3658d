using System.Diagnostics;
using System.Globalization;

namespace Generalization.Tests.Support;

/// <summary>Shows a reader many damaged inputs: it may give what it read or throw what it documents, in bounded time and memory.</summary>
/// <remarks>FUZZ_INPUTS says how many inputs each reader gets (default: 2,000 by a fixed seed), FUZZ_SEED another seed, FUZZ_OUT where
/// inputs are kept that fail (default: the temporary folder), FUZZ_REPORT a file to which each reader adds a line.</remarks>
/// <param name="name">The reader, which names the files of inputs that fail.</param>
/// <param name="documented">What the reader may throw.</param>
internal sealed class Fuzz(string name, params Type[] documented)
{
    private const int MostFailures = 5;
    private static readonly TimeSpan Hang = TimeSpan.FromMinutes(2);
    private readonly SortedDictionary<string, int> ends = new(StringComparer.Ordinal);
    private readonly List<string> failures = [];
    private (TimeSpan Time, long Bytes) worst;

    /// <summary>How many inputs. Default: 2,000, or what FUZZ_INPUTS says.</summary>
    public int Inputs { get; init; } = (int)(Number("FUZZ_INPUTS") ?? 2000);

    /// <summary>The longest that an input may take. It is tried again before it counts, since the machine may have been busy.</summary>
    public TimeSpan MostTime { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>The most managed bytes that may be asked for while an input is read, and by how much the process may grow.</summary>
    public long MostBytes { get; init; } = 256L << 20;

    /// <summary>Makes a mutated input one that gets past the outer checks: compresses it, or puts its hash right. Default: as it
    /// is.</summary>
    public Func<byte[], byte[]> Repair { get; init; } = bytes => bytes;

    /// <summary>Reads the seeds, which must be whole, and then the mutated ones.</summary>
    public void Run(Action<byte[]> read, params byte[][] seeds)
    {
        foreach (var seed in seeds)
            read(Repair(seed));
        var mutator = new Mutator(Number("FUZZ_SEED") ?? 20, seeds);
        for (var i = 0; i < Inputs && failures.Count < MostFailures; i++)
            Try(read, Repair(mutator.Next()), i);
        if (Environment.GetEnvironmentVariable("FUZZ_REPORT") is { Length: > 0 } report)
            lock (typeof(Fuzz))
                File.AppendAllText(report, ToString() + "\n");
        failures.Should().BeEmpty();
    }

    public override string ToString() =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{name}: {ends.Values.Sum():N0} inputs; {string.Join(", ", ends.Select(e => $"{e.Key} {e.Value}"))}; at worst "
                + $"{worst.Time.TotalMilliseconds:0.0} ms and {worst.Bytes / 1048576.0:0.0} MiB"
        );

    private void Try(Action<byte[]> read, byte[] input, int index)
    {
        using var watchdog = new Timer(_ => Environment.FailFast($"{name} hangs on {Keep(input, index)}."), null, Hang, Hang);
        var (time, bytes) = Measure(read, input, index);
        if (time > MostTime)
            (time, bytes) = Measure(read, input, index);
        worst = (time > worst.Time ? time : worst.Time, Math.Max(bytes, worst.Bytes));
        if (time > MostTime || bytes > MostBytes)
            Fail(input, index, FormattableString.Invariant($"took {time.TotalSeconds:0.0} s and {bytes:N0} bytes"));
    }

    private (TimeSpan, long) Measure(Action<byte[]> read, byte[] input, int index)
    {
        var (allocated, peak, began) = (GC.GetAllocatedBytesForCurrentThread(), Peak(), Stopwatch.GetTimestamp());
        var end = "read";
        try
        {
            read(input);
        }
        catch (Exception e)
        {
            end = e.GetType().Name;
            if (!documented.Any(type => type.IsInstanceOfType(e)))
                Fail(input, index, $"threw {e}");
        }

        var time = Stopwatch.GetElapsedTime(began);
        ends[end] = ends.GetValueOrDefault(end) + 1;
        return (time, Math.Max(GC.GetAllocatedBytesForCurrentThread() - allocated, Peak() - peak));
    }

    private void Fail(byte[] input, int index, string how) => failures.Add($"{name} {how}. The input is {Keep(input, index)}.");

    private string Keep(byte[] input, int index)
    {
        var folder = Environment.GetEnvironmentVariable("FUZZ_OUT") is { Length: > 0 } given
            ? given
            : Path.Combine(Path.GetTempPath(), "fuzz");
        Directory.CreateDirectory(folder);
        var path = Path.Combine(folder, FormattableString.Invariant($"{name}-{index}.bin"));
        File.WriteAllBytes(path, input);
        return path;
    }

    // The most memory that the process had so far, libtorch's and the decoders' included; 0 where the system does not say.
    private static long Peak()
    {
        const string line = "VmHWM:";
        if (!OperatingSystem.IsLinux())
            return 0;
        var text = File.ReadAllText("/proc/self/status");
        var at = text.IndexOf(line, StringComparison.Ordinal) + line.Length;
        return 1024 * long.Parse(text.AsSpan(at, text.IndexOf("kB", at, StringComparison.Ordinal) - at), CultureInfo.InvariantCulture);
    }

    private static long? Number(string variable) =>
        long.TryParse(Environment.GetEnvironmentVariable(variable), CultureInfo.InvariantCulture, out var number) ? number : null;
}
