using System.Reflection;

namespace Generalization.Tool;

/// <summary>A job of the tool: a sample's program under a short name.</summary>
/// <param name="Name">What is typed.</param>
/// <param name="Program">The sample's assembly.</param>
/// <param name="Does">What it does, for the list.</param>
/// <param name="First">Arguments that come first. Default: none.</param>
internal sealed record Verb(string Name, string Program, string Does, params string[] First)
{
    /// <summary>All verbs.</summary>
    public static IReadOnlyList<Verb> All { get; } =
    [
        new("test", "RandomizationTest", "trains a network on true and on random labels, and says whether it learned or memorized"),
        new("audit", "ModelAudit", "says what a model memorized, which labels look wrong, and what that costs"),
        new("kernel", "KernelInterpolation", "fits a training set exactly by a kernel, and counts the test errors"),
        new("tables", "PaperTables", "runs the paper's experiments, and puts every number beside the paper's"),
        new("doctor", "RandomizationTest", "says what this machine is to libtorch, and what to do where something is missing", "--doctor"),
    ];

    /// <summary>Runs the job.</summary>
    /// <param name="arguments">What was typed after the name.</param>
    /// <returns>The exit code.</returns>
    public int Run(IEnumerable<string> arguments)
    {
        var main = Assembly.Load(Program).EntryPoint!;
        string[] all = [.. First, .. arguments];
        return main.Invoke(null, BindingFlags.DoNotWrapExceptions, null, [all], null) as int? ?? 0;
    }
}
