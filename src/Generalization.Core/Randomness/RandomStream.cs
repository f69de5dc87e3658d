namespace Generalization.Randomness;

/// <summary>A stream of random numbers, made by <see cref="RandomKey.Stream"/>. A mutable value: after copying, both copies give the same
/// numbers.</summary>
public struct RandomStream
{
    private readonly (uint, uint) key;
    private readonly uint index,
        epoch,
        use;
    private uint block;
    private (uint W0, uint W1, uint W2, uint W3) words;
    private int left;

    internal RandomStream(ulong seed, uint index, uint epoch, uint use)
    {
        key = ((uint)seed, (uint)(seed >> 32));
        (this.index, this.epoch, this.use) = (index, epoch, use);
    }

    /// <summary>Uniform on 0 … 2³² − 1.</summary>
    public uint NextUInt32()
    {
        if (left == 0)
        {
            words = Philox4x32.Block((block++, index, epoch, use), key);
            left = 4;
        }

        return left-- switch
        {
            4 => words.W0,
            3 => words.W1,
            2 => words.W2,
            _ => words.W3,
        };
    }

    /// <summary>Uniform on 0 … bound − 1, without bias (Lemire's multiplication with rejection).</summary>
    /// <param name="bound">The number of values, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The bound is below 1.</exception>
    public int NextInt32(int bound)
    {
        if (bound < 1)
            throw new ArgumentOutOfRangeException(nameof(bound), $"The bound must be at least 1, but was {bound}.");
        var product = (ulong)NextUInt32() * (uint)bound;
        if ((uint)product < (uint)bound)
        {
            var threshold = (uint)-bound % (uint)bound;
            while ((uint)product < threshold)
                product = (ulong)NextUInt32() * (uint)bound;
        }

        return (int)(product >> 32);
    }

    /// <summary>Uniform on [0, 1) in steps of 2⁻⁵³.</summary>
    public double NextDouble()
    {
        var high = NextUInt32() >> 5;
        var low = NextUInt32() >> 6;
        return ((ulong)high * (1ul << 26) + low) * (1.0 / (1ul << 53));
    }

    /// <summary>Two independent standard normal numbers (Box and Muller), from two words.</summary>
    /// <remarks>√(−2 ln u)·(cos 2πv, sin 2πv), u in (0, 1] in steps of 2⁻³²; the largest magnitude is 6.66.</remarks>
    public (float First, float Second) NextGaussianPair()
    {
        var u = (NextUInt32() + 1.0) * (1.0 / 4294967296.0);
        var v = NextUInt32() * (1.0 / 4294967296.0);
        var radius = Math.Sqrt(-2 * Math.Log(u));
        var (sin, cos) = Math.SinCos(2 * Math.PI * v);
        return ((float)(radius * cos), (float)(radius * sin));
    }

    /// <summary>Fills with independent standard normal numbers.</summary>
    /// <param name="values">What is filled.</param>
    public void FillGaussian(Span<float> values)
    {
        for (var i = 0; i < values.Length; i += 2)
        {
            var (first, second) = NextGaussianPair();
            values[i] = first;
            if (i + 1 < values.Length)
                values[i + 1] = second;
        }
    }

    /// <summary>Puts the elements in a uniformly random order (Fisher and Yates).</summary>
    /// <param name="values">What is reordered, in place.</param>
    public void Shuffle<T>(Span<T> values)
    {
        for (var i = values.Length - 1; i > 0; i--)
        {
            var j = NextInt32(i + 1);
            (values[i], values[j]) = (values[j], values[i]);
        }
    }

    /// <summary>A uniformly random permutation of 0 … count − 1.</summary>
    /// <param name="count">The number of elements, at least 0.</param>
    public int[] Permutation(int count)
    {
        var order = new int[count];
        for (var i = 0; i < count; i++)
            order[i] = i;
        Shuffle<int>(order);
        return order;
    }
}
