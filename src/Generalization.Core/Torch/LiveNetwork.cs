using System.Reflection;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Generalization.Torch;

/// <summary>Whether a network still has what it is made of.</summary>
/// <remarks>TorchSharp lists the tensors of a module without those that were disposed: a disposed network looks like one that never had
/// weights.</remarks>
public static class LiveNetwork
{
    private static readonly FieldInfo? Parameters = FieldOf("_internal_params"),
        Buffers = FieldOf("_internal_buffers");

    /// <summary>Refuses a network that was disposed, or of which a part was.</summary>
    /// <param name="network">The network.</param>
    /// <exception cref="ArgumentException">The network, one of its modules, or one of its tensors was disposed.</exception>
    public static void ThrowIfDisposed(nn.Module network)
    {
        if (ProblemOf(network) is { } problem)
            throw new ArgumentException(problem, nameof(network));
    }

    /// <summary>What of a network was disposed, as a sentence; null where it is whole.</summary>
    internal static string? ProblemOf(nn.Module network)
    {
        ArgumentNullException.ThrowIfNull(network);
        if (IsDisposed(network))
            return "The network must be alive, but was disposed; save or use it before the classifier or predictor that owns it ends.";
        foreach (var (name, module) in network.named_modules().Prepend(("", network)))
        {
            if (IsDisposed(module))
                return $"The network must be alive, but its module {name} was disposed; dispose the whole network once it is not needed.";
            if (DisposedTensorOf(module) is { } tensor)
                return $"The network's weights must be in memory, but {(name.Length > 0 ? $"{name}.{tensor}" : tensor)} was disposed; "
                    + "dispose the whole network once it is not needed.";
        }

        return null;
    }

    private static bool IsDisposed(nn.Module module)
    {
        try
        {
            _ = module.training;
            return false;
        }
        catch (ObjectDisposedException)
        {
            return true;
        }
    }

    private static string? DisposedTensorOf(nn.Module module)
    {
        if (Parameters?.GetValue(module) is IEnumerable<(string Name, Parameter Parameter)> parameters)
            foreach (var (name, parameter) in parameters)
                if (parameter.IsInvalid)
                    return name;
        if (Buffers?.GetValue(module) is IEnumerable<(string Name, (Tensor Buffer, bool IsKept) Value)> buffers)
            foreach (var (name, (buffer, _)) in buffers)
                if (buffer.IsInvalid)
                    return name;
        return null;
    }

    // TorchSharp 0.107.0 has no other list with what was disposed.
    private static FieldInfo? FieldOf(string name) => typeof(nn.Module).GetField(name, BindingFlags.Instance | BindingFlags.NonPublic);
}
