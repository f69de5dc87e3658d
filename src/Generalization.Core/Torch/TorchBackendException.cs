namespace Generalization.Torch;

/// <summary>libtorch cannot be loaded.</summary>
public sealed class TorchBackendException : Exception
{
    private const string OnWindows =
        "libtorch could not be loaded: TorchSharp 0.107.0 does not load on Windows (https://github.com/dotnet/TorchSharp/issues/1567). Use "
        + "Linux, macOS or the Windows Subsystem for Linux.";

    private const string Elsewhere =
        "libtorch could not be loaded. The application must reference a back end, for example the package TorchSharp-cpu, and on Linux "
        + "be built or published with Generalization.Core's build targets.";

    internal TorchBackendException(Exception inner, bool onWindows)
        : base($"{(onWindows ? OnWindows : Elsewhere)} The loader said: {FirstLine(inner.Message)}", inner) { }

    private static string FirstLine(string message) => message.Split('\n')[0].Trim();
}
