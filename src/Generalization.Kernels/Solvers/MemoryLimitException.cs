namespace Generalization.Kernels.Solvers;

/// <summary>What is asked for needs more memory than it may take, in every way: another machine, or a larger limit, may do it.</summary>
public sealed class MemoryLimitException : ArgumentException
{
    internal MemoryLimitException(string message, long needed, long limit)
        : base(message) => (Needed, Limit) = (needed, limit);

    /// <summary>The least that it needs, in bytes.</summary>
    public long Needed { get; }

    /// <summary>What it may take, in bytes; 0 where nobody said.</summary>
    public long Limit { get; }
}
