using System.Diagnostics;

namespace Generalization.Tests.Support;

/// <summary>Runs a sample as a process of its own, as a user would, with its output redirected.</summary>
internal static class Sample
{
    public static (int ExitCode, string Output, string Error) Run(string name, string folder, params string[] arguments) =>
        Run(name, folder, new Dictionary<string, string>(), arguments);

    /// <summary>Runs dotnet with arguments of its own, a program among them.</summary>
    public static (int ExitCode, string Output, string Error) Run(IReadOnlyList<string> dotnet, string folder)
    {
        using var process = Start(dotnet[0], folder, new Dictionary<string, string>(), [.. dotnet.Skip(1)]);
        return Ended(process);
    }

    public static (int ExitCode, string Output, string Error) Run(
        string name,
        string folder,
        IReadOnlyDictionary<string, string> environment,
        params string[] arguments
    )
    {
        using var process = Start(Path.Combine(AppContext.BaseDirectory, name + ".dll"), folder, environment, arguments);
        return Ended(process);
    }

    private static (int ExitCode, string Output, string Error) Ended(Process process)
    {
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
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        start.Environment.Remove("GENERALIZATION_DATA");
        // Programs run beside other tests.
        start.Environment["GOMP_SPINCOUNT"] = "1000";
        foreach (var (variable, value) in environment)
            start.Environment[variable] = value;
        return Process.Start(start)!;
    }
}
