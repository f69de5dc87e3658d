using System.Runtime.CompilerServices;
using Generalization.Torch;

namespace Generalization.Tests.Support;

/// <summary>The steps are too small for two threads, and other test processes run beside.</summary>
internal static class OneThread
{
    [ModuleInitializer]
    internal static void Set()
    {
        TorchBackend.EnsureLoaded();
        TorchSharp.torch.set_num_threads(1);
    }
}
