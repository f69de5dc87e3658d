using System.Diagnostics;
using System.Globalization;

namespace Generalization.Experiments.Store;

/// <summary>Tells a process from all others, so that one on the same machine need not be waited for once it is gone.</summary>
/// <remarks>Machine, start of the machine, name space of process numbers, number, start of the process; where one of them cannot be told,
/// nobody is called gone.</remarks>
internal static class OwnerMark
{
    private const char Between = '|';
    private static readonly string Place = string.Join(
        Between,
        Environment.MachineName,
        Read("/proc/sys/kernel/random/boot_id"),
        NameSpace()
    );

    /// <summary>This process.</summary>
    public static string Current { get; } =
        string.Join(
            Between,
            Place,
            Environment.ProcessId.ToString(CultureInfo.InvariantCulture),
            StatOf(Environment.ProcessId)?.Start ?? ""
        );

    /// <summary>Whether a process was one of this machine, and has ended.</summary>
    public static bool IsGone(string mark)
    {
        if (
            mark.Split(Between) is not [_, { Length: > 0 }, { Length: > 0 }, var number, { Length: > 0 } start]
            || !mark.StartsWith(Place + Between, StringComparison.Ordinal)
            || !int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var id)
        )
            return false;
        // The number may be another process's by now; one that has ended keeps it until its parent has asked.
        if (StatOf(id) is { } stat)
            return stat.Start != start || stat.State is "Z" or "X";
        try
        {
            // /proc may hide other users' processes.
            using var process = Process.GetProcessById(id);
            return false;
        }
        catch (ArgumentException)
        {
            return true;
        }
    }

    private static (string State, string Start)? StatOf(int id)
    {
        // The name, in parentheses, may hold anything; the state follows it, and the start is the 20th from there.
        var stat = Read(string.Create(CultureInfo.InvariantCulture, $"/proc/{id}/stat"));
        return stat[(stat.LastIndexOf(')') + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries) is { Length: >= 20 } fields
            ? (fields[0], fields[19])
            : null;
    }

    private static string Read(string path)
    {
        try
        {
            return OperatingSystem.IsLinux() ? File.ReadAllText(path).Trim() : "";
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }

    private static string NameSpace()
    {
        try
        {
            return OperatingSystem.IsLinux() ? new FileInfo("/proc/self/ns/pid").LinkTarget ?? "" : "";
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
