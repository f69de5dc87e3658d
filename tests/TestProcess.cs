using System.Runtime.CompilerServices;
using Generalization.Torch;

namespace Generalization.Tests;

/// <summary>Settings of each process that tests run in.</summary>
internal static class TestProcess
{
    /// <summary>Tests run beside each other, several to a processor, and start many programs that live for seconds.</summary>
    [ModuleInitializer]
    public static void Initialize()
    {
        TorchRuntime.LimitSpinning();
        // .NET counts what happens in a program to compile it better later, which comes too late for those.
        Environment.SetEnvironmentVariable("DOTNET_TieredPGO", "0");
    }
}
