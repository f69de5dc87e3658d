namespace Generalization.Randomness;

/// <summary>Names a family of random streams: a seed, a purpose and a part of the data.</summary>
/// <remarks>
/// <para>Stream (index, epoch) starts at the Philox counter (0, index, epoch, purpose·4 + part) under the seed as key. The map from
/// (seed, purpose, part, epoch, index) to streams is one to one, so no two uses share a draw, and a draw depends on neither
/// order, batch size nor thread count. Integer draws are the same bits on every platform.</para>
/// </remarks>
/// <param name="Seed">The seed, the 64-bit Philox key.</param>
/// <param name="Purpose">What the numbers are for; below 2³⁰.</param>
/// <param name="Part">1 for the training set, 2 for the test set, 0 for what they share; in [0, 3]. Default: 0.</param>
/// <exception cref="ArgumentOutOfRangeException">The part is above 3.</exception>
public readonly record struct RandomKey(ulong Seed, RandomPurpose Purpose, uint Part = 0)
{
    /// <inheritdoc cref="RandomKey(ulong, RandomPurpose, uint)" path="/param[@name='Part']"/>
    public uint Part
    {
        get;
        init => field = Checked(value);
    } = Checked(Part);

    /// <summary>The stream of one example or one parameter.</summary>
    /// <param name="index">The example's index in its split, or another ordinal; in [0, 2³²).</param>
    /// <param name="epoch">The epoch, where a draw changes with it. Default: 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">The index is not in [0, 2³²).</exception>
    public RandomStream Stream(long index, uint epoch = 0)
    {
        if (index is < 0 or > uint.MaxValue)
            throw new ArgumentOutOfRangeException(nameof(index), $"A stream's index must lie in [0, 4294967295], but was {index}.");
        return new RandomStream(Seed, (uint)index, epoch, ((uint)Purpose << 2) | Part);
    }

    private static uint Checked(uint part) =>
        part <= 3 ? part : throw new ArgumentOutOfRangeException(nameof(Part), $"Part must lie in [0, 3], but was {part}.");
}
