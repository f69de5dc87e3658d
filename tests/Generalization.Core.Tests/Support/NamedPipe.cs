using System.Diagnostics;

namespace Generalization.Tests.Support;

/// <summary>A pipe where a file should be: whoever opens it waits for a writer.</summary>
internal static class NamedPipe
{
    /// <summary>Makes one; false where the system has none.</summary>
    public static bool TryMake(string path)
    {
        if (OperatingSystem.IsWindows())
            return false;
        using var made = Process.Start("mkfifo", [path]);
        made.WaitForExit();
        return made.ExitCode == 0;
    }
}
