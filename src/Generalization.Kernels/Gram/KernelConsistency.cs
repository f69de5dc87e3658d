using System.Globalization;
using Generalization.Data;
using Generalization.Identity;
using Generalization.Kernels.Features;
using Generalization.Kernels.Functions;
using Generalization.Kernels.Points;
using Generalization.Kernels.Solvers;
using Generalization.Torch;
using static TorchSharp.torch;

namespace Generalization.Kernels.Gram;

/// <summary>Whether a caller's own kernel is one symmetric function, on a few points.</summary>
/// <remarks>The matrix that is solved and verified has the diagonal of <see cref="Kernel.Diagonal"/>, and predictions have that of
/// <see cref="Kernel.Fill"/>: where they differ, a certificate would be of another function than the predictions.</remarks>
internal static class KernelConsistency
{
    private const int Most = 8;
    private const double Tolerance = 1e-6,
        // Of a point and itself, where a Fill of one's own may leave the root of a rounding error.
        OfCancellation = 1e-3,
        // Of the largest k(x, x): what is left where all cancels.
        OfRounding = 1e-12;

    /// <summary>On points of the set.</summary>
    /// <exception cref="FaultyPartException">It is not.</exception>
    public static void Check(Kernel kernel, PointSet points)
    {
        if (IsOfThisLibrary(kernel))
            return;
        // From all over the set: points often lie in the order of their classes.
        var count = Math.Min(Most, points.Count);
        int[] positions = [.. Enumerable.Range(0, count).Select(i => (int)((long)i * points.Count / count))];
        using var few = points.Select(positions, ScalarType.Float64);
        Check(kernel, few, positions);
    }

    /// <summary>On the first features of the first images, before all of them are computed.</summary>
    /// <exception cref="FaultyPartException">It is not.</exception>
    public static void Check(ProductKernel kernel, FeatureMap features, Dataset train, Device device)
    {
        if (IsOfThisLibrary(kernel))
            return;
        using var scope = NewDisposeScope();
        using var none = no_grad();
        var images = train.Take(Math.Min(Most, train.Count));
        using var few = new PointBlock(features.Block(0, images, device).to(ScalarType.Float64, CPU));
        Check(kernel, few, [.. Enumerable.Range(0, images.Count)]);
    }

    /// <summary>On a few points, float64 on the CPU.</summary>
    /// <exception cref="FaultyPartException">It is not.</exception>
    public static void Check(Kernel kernel, PointBlock few, int[] positions)
    {
        using var scope = NewDisposeScope();
        using var none = no_grad();
        var tile = Tile(kernel, few);
        var values = TargetMatrix.ToArray(tile);
        var diagonal = KernelCall.Diagonal(kernel, few).contiguous().data<double>().ToArray();
        var rounding = OfRounding * diagonal.Max(Math.Abs);
        for (var i = 0; i < diagonal.Length; i++)
        for (var j = 0; j <= i; j++)
            if (Fault(kernel, values, diagonal, rounding, j, i) is { } fault)
                throw new FaultyPartException(
                    $"The kernel {kernel.Name} must {fault.Rule}, but of {Points(positions[j], positions[i])} {fault.Values}; "
                        + $"{fault.Remedy}."
                );
    }

    // A view, as most tiles are: what works on whole tensors alone shows.
    private static Tensor Tile(Kernel kernel, PointBlock few)
    {
        var tile = zeros([few.Count + 1, few.Count + 1], ScalarType.Float64).narrow(0, 1, few.Count).narrow(1, 1, few.Count);
        if (kernel is not ProductKernel product)
        {
            KernelCall.Fill(kernel, tile, few, few);
            return tile;
        }

        PointBlock.Multiply(tile, few, few);
        // Symmetric, with exact lengths: what cancels in ‖x‖² + ‖x′‖² − 2⟨x, x′⟩ is no fault of the kernel.
        tile.copy_(tile.Plus(tile.t()).TimesInPlace(0.5));
        tile.diagonal().copy_(few.Squares);
        KernelCall.Apply(product, tile, few.Squares.unsqueeze(1), few.Squares.unsqueeze(0));
        return tile;
    }

    private static (string Rule, string Values, string Remedy)? Fault(
        Kernel kernel,
        double[,] values,
        double[] diagonal,
        double rounding,
        int j,
        int i
    )
    {
        var way = kernel is ProductKernel ? nameof(ProductKernel.Apply) : nameof(Kernel.Fill);
        var (one, other) = (values[j, i], i == j ? diagonal[i] : values[i, j]);
        // What is small beside the diagonal may be what is left of a difference.
        var size = Math.Max(Math.Max(Math.Abs(one), Math.Abs(other)), Math.Sqrt(Math.Abs(diagonal[i] * diagonal[j])));
        if (!double.IsFinite(one) || !double.IsFinite(other))
            return ("give finite numbers", $"{way} gives {Number(one)} and {Number(other)}", $"correct {way}, or choose other parameters");
        if (Math.Abs(one - other) <= Math.Max((i == j && kernel is not ProductKernel ? OfCancellation : Tolerance) * size, rounding))
            return null;
        return i == j
            ? (
                $"give the same k(x, x) in {way} and in Diagonal",
                $"{way} gives {Number(one)} and Diagonal {Number(other)}",
                $"correct one of them ({way} must write into its tile), and set what is added to the diagonal alone as a ridge"
            )
            : ("be symmetric", $"k(x, x′) is {Number(one)} and k(x′, x) is {Number(other)}", $"correct {way}");
    }

    private static string Points(int one, int other) => one == other ? $"point {one}" : $"points {one} and {other}";

    private static string Number(double value) => value.ToString("G8", CultureInfo.InvariantCulture);

    // The library's own are tested against their formulas.
    private static bool IsOfThisLibrary(Kernel kernel) => kernel.GetType().Assembly == typeof(Kernel).Assembly;
}
