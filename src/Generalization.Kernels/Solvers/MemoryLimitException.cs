using System.Globalization;

namespace Generalization.Kernels.Solvers;

/// <summary>What is asked for needs more memory than it may take, in every way: another machine, or a larger limit, may do it.</summary>
public sealed class MemoryLimitException : ArgumentException
{
    internal MemoryLimitException(string message, long needed, long limit)
        : base(message) => (Needed, Limit) = (needed, limit);

    /// <summary>Refuses work at the door that needs more than it may take.</summary>
    /// <param name="what">What is to be done, the subject of the sentence: "Solving for 60000 centres".</param>
    /// <param name="needed">What it needs, in bytes.</param>
    /// <param name="remedy">What to do instead, after "allow more, or".</param>
    /// <param name="limit">What it may take, in bytes. Default: null, nine tenths of what the process may use.</param>
    /// <exception cref="MemoryLimitException">It needs more.</exception>
    public static void ThrowIfAbove(string what, long needed, string remedy, long? limit = null)
    {
        var most = limit ?? (long)(0.9 * GC.GetGCMemoryInfo().TotalAvailableMemoryBytes);
        if (needed > most)
            throw new MemoryLimitException(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{what} needs {needed / 1e9:F2} GB, but the limit is {most / 1e9:F2} GB; allow more, or {remedy}."
                ),
                needed,
                most
            );
    }

    /// <summary>The least that it needs, in bytes.</summary>
    public long Needed { get; }

    /// <summary>What it may take, in bytes; 0 where nobody said.</summary>
    public long Limit { get; }
}
