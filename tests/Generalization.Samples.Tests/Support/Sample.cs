using System.Diagnostics;

namespace Generalization.Tests.Support;

/// <summary>Runs a sample as a process of its own, as a user would, with its output redirected.</summary>
internal static class Sample
{
    public static (int ExitCode, string Output, string Error) Run(string name, string folder, params string[] arguments) =>
        Run(name, folder, new Dictionary<string, string>(), arguments);

    public static (int ExitCode, string Output, string Error) Run(
        string name,
        string folder,
        IReadOnlyDictionary<string, string> environment,
        params string[] arguments
    )
    {
        using var process = Start(Path.Combine(AppContext.BaseDirectory, name + ".dll"), folder, environment, arguments);
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output, error.Result);
    }

    public static Process Start(string name, string folder, params string[] arguments) =>
        Start(Path.Combine(AppContext.BaseDirectory, name + ".dll"), folder, new Dictionary<string, string>(), arguments);

    public static Process Start(string program, string folder, IReadOnlyDictionary<string, string> environment, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [program, .. arguments])
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        start.Environment.Remove("GENERALIZATION_DATA");
        foreach (var (variable, value) in environment)
            start.Environment[variable] = value;
        return Process.Start(start)!;
    }
}
