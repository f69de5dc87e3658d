using System.Numerics;

namespace Generalization.Measures.Subsets;

/// <summary>A bit for each example and run, the runs of an example together, so that runs are counted 64 at a time.</summary>
internal sealed class RunBits(int examples, int runs)
{
    private readonly ulong[] bits = new ulong[(long)examples * ((runs + 63) / 64)];

    /// <summary>64-bit words of an example.</summary>
    public int Words { get; } = (runs + 63) / 64;

    /// <summary>The runs of an example.</summary>
    public ReadOnlySpan<ulong> Of(int example) => bits.AsSpan(example * Words, Words);

    public void Set(int example, int run) => bits[example * Words + run / 64] |= 1ul << (run % 64);

    /// <summary>In how many runs both are set.</summary>
    public static int CountBoth(ReadOnlySpan<ulong> first, ReadOnlySpan<ulong> second)
    {
        var count = 0;
        for (var w = 0; w < first.Length; w++)
            count += BitOperations.PopCount(first[w] & second[w]);
        return count;
    }

    /// <summary>In how many runs all three are set.</summary>
    public static int CountAll(ReadOnlySpan<ulong> first, ReadOnlySpan<ulong> second, ReadOnlySpan<ulong> third)
    {
        var count = 0;
        for (var w = 0; w < first.Length; w++)
            count += BitOperations.PopCount(first[w] & second[w] & third[w]);
        return count;
    }
}
