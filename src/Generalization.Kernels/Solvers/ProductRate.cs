using System.Diagnostics;
using Generalization.Torch;
using TorchSharp;
using static TorchSharp.torch;

namespace Generalization.Kernels.Solvers;

/// <summary>This machine's matrix-product rate, what a factorization's rate is compared with and its time is foretold from.</summary>
public static class ProductRate
{
    private const int Size = 2048,
        Rounds = 4;

    /// <summary>Measures it: 2 n³ over the best of four products of 2,048 × 2,048; half a second on a small machine.</summary>
    /// <param name="type">float32 or float64. Default: float64.</param>
    /// <param name="device">Where. Default: the CPU.</param>
    /// <returns>Floating-point operations a second.</returns>
    public static double Measure(ScalarType type = ScalarType.Float64, torch.Device? device = null)
    {
        TorchBackend.EnsureLoaded();
        using var scope = NewDisposeScope();
        using var none = no_grad();
        var (a, b, c) = (ones([Size, Size], type, device), ones([Size, Size], type, device), zeros([Size, Size], type, device));
        var best = double.PositiveInfinity;
        for (var round = 0; round < Rounds; round++)
        {
            var watch = Stopwatch.StartNew();
            // Reading a number back waits for a device that computes asynchronously.
            _ = c.addmm_(a, b, beta: 0)[0, 0].to(ScalarType.Float64).item<double>();
            best = Math.Min(best, watch.Elapsed.TotalSeconds);
        }

        return 2.0 * Size * Size * Size / best;
    }
}
