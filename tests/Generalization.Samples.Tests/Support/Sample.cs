using System.Diagnostics;

namespace Generalization.Tests.Support;

/// <summary>Runs a sample as a process of its own, as a user would, with its output redirected.</summary>
internal static class Sample
{
    public static (int ExitCode, string Output, string Error) Run(string name, string folder, params string[] arguments)
    {
        using var process = Start(name, folder, arguments);
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output, error.Result);
    }

    public static Process Start(string name, string folder, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, name + ".dll"), .. arguments])
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        start.Environment.Remove("GENERALIZATION_DATA");
        return Process.Start(start)!;
    }
}
