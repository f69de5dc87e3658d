namespace Generalization.Torch;

/// <summary>libtorch cannot be loaded.</summary>
public sealed class TorchBackendException : Exception
{
    internal TorchBackendException(Exception inner)
        : base(
            "libtorch could not be loaded. The application must reference a back end, for example the package TorchSharp-cpu, and on Linux "
                + $"be built or published with Generalization.Core's build targets. The loader said: {inner.Message}",
            inner
        ) { }
}
