using System.Runtime.CompilerServices;

namespace Generalization.Randomness;

/// <summary>Philox 4×32-10, the counter-based generator: a 128-bit counter and a 64-bit key give four 32-bit words.</summary>
/// <remarks>
/// <para>Ten rounds of two 32×32 → 64-bit products, the key bumped by Weyl constants between rounds. Block i of a stream is a
/// function of (key, i) alone, so any draw can be made without the ones before it.</para>
/// <para>Source: Salmon, Moraes, Dror, Shaw, "Parallel random numbers: as easy as 1, 2, 3", SC 2011.</para>
/// </remarks>
public static class Philox4x32
{
    private const uint MultiplierA = 0xD2511F53,
        MultiplierB = 0xCD9E8D57;
    private const uint WeylA = 0x9E3779B9,
        WeylB = 0xBB67AE85;
    private const int Rounds = 10;

    /// <summary>The four words at a counter.</summary>
    /// <param name="counter">The counter, least significant word first.</param>
    /// <param name="key">The key, least significant word first.</param>
    /// <returns>Four words, each uniform on 0 … 2³² − 1.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static (uint W0, uint W1, uint W2, uint W3) Block((uint C0, uint C1, uint C2, uint C3) counter, (uint K0, uint K1) key)
    {
        var (c0, c1, c2, c3) = counter;
        var (k0, k1) = key;
        for (var round = 0; round < Rounds; round++)
        {
            var a = (ulong)MultiplierA * c0;
            var b = (ulong)MultiplierB * c2;
            (c0, c1, c2, c3) = ((uint)(b >> 32) ^ c1 ^ k0, (uint)b, (uint)(a >> 32) ^ c3 ^ k1, (uint)a);
            k0 += WeylA;
            k1 += WeylB;
        }

        return (c0, c1, c2, c3);
    }
}
