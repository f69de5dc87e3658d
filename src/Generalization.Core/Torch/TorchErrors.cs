using System.Runtime.InteropServices;

namespace Generalization.Torch;

/// <summary>Reads libtorch's errors. TorchSharp throws an <see cref="ExternalException"/> whose message is followed by a stack
/// of C++ functions.</summary>
public static class TorchErrors
{
    /// <summary>Whether an exception is libtorch's.</summary>
    /// <param name="error">The exception.</param>
    public static bool IsOfTorch(Exception error) => error is not null && error.GetType() == typeof(ExternalException);

    /// <summary>Whether an exception says that memory of the machine or of its GPU was not enough.</summary>
    /// <param name="error">The exception.</param>
    public static bool IsOutOfMemory(Exception error) =>
        error is OutOfMemoryException
        || (
            IsOfTorch(error)
            && (
                error.Message.Contains("out of memory", StringComparison.OrdinalIgnoreCase)
                || error.Message.Contains("not enough memory", StringComparison.OrdinalIgnoreCase)
                || error.Message.Contains("can't allocate memory", StringComparison.OrdinalIgnoreCase)
            )
        );

    /// <summary>Whether an exception says that the GPU itself failed, after which nothing more can be computed on it in this
    /// process.</summary>
    /// <param name="error">The exception.</param>
    public static bool IsOfDevice(Exception error) =>
        IsOfTorch(error) && error.Message.Contains("CUDA error", StringComparison.OrdinalIgnoreCase) && !IsOutOfMemory(error);

    /// <summary>What libtorch said, without the stack and without a full stop.</summary>
    /// <param name="error">The exception.</param>
    public static string FirstLine(Exception error)
    {
        ArgumentNullException.ThrowIfNull(error);
        return error.Message.Split('\n')[0].Trim().TrimEnd('.');
    }
}
