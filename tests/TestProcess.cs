using System.Runtime.CompilerServices;
using Generalization.Torch;

namespace Generalization.Tests;

/// <summary>Settings of each process that tests run in.</summary>
internal static class TestProcess
{
    /// <summary>Tests run beside each other, several to a processor.</summary>
    [ModuleInitializer]
    public static void Initialize() => TorchRuntime.LimitSpinning();
}
