using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Text.Json;
using TorchSharp;
using static TorchSharp.torch;

namespace Generalization.Files;

/// <summary>A file is not a safetensors file, or is damaged.</summary>
public sealed class SafeTensorsFormatException : IOException
{
    internal SafeTensorsFormatException(string path, string rule, string found, Exception? inner = null)
        : base($"{path} must {rule}, but {found}. It is damaged or not a safetensors file; use another copy.", inner) => Path = path;

    /// <summary>The file.</summary>
    public string Path { get; }
}
