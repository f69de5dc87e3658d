using System.Numerics;
using Generalization.Randomness;

namespace Generalization.Models.FiniteSample;

/// <summary>Seeded random directions on a dyadic grid: odd integers below 2ᵐ in size, times 2⁻ᵐ.</summary>
/// <remarks>
/// <para>m = 41 − ⌈log₂ d⌉, in [8, 31]. For integers from 0 to 255 every partial sum of ⟨a, z⟩ is then an integer of at most
/// 8 + m + ⌈log₂ d⌉ ≤ 49 bits times 2⁻ᵐ, exact in float64 in any order of summation; four more bits hold a threshold at 1/8 of a gap and
/// the sign of a difference, so that x − b is exact too.</para>
/// <para>No entry is 0, so a value that is not finite shows in the projection.</para>
/// </remarks>
internal static class ProjectionDirections
{
    public static int Bits(int dimension) => Math.Clamp(41 - BitOperations.Log2((uint)dimension - 1 | 1) - (dimension > 1 ? 1 : 0), 8, 31);

    public static double[] Draw(ulong seed, int index, int dimension, int exponent)
    {
        var bits = Bits(dimension);
        var stream = new RandomKey(seed, RandomPurpose.ProjectionDirection).Stream(index);
        var direction = new double[dimension];
        for (var j = 0; j < direction.Length; j++)
        {
            var odd = 2L * (stream.NextUInt32() >> (32 - bits)) + 1 - (1L << bits);
            direction[j] = Math.ScaleB(odd, exponent - bits);
        }

        return direction;
    }
}
