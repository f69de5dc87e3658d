using System.Globalization;
using Generalization.Torch;
using TorchSharp;
using static TorchSharp.torch;

namespace Generalization.Kernels.Solvers;

/// <summary>Targets and coefficients, (n, c), as an array and as a tensor.</summary>
internal static class TargetMatrix
{
    /// <exception cref="ArgumentException">There is not one row for each point, no column, a target is not finite, or those of a column are
    /// beyond 2^±900.</exception>
    public static void Check(double[,] targets, int count)
    {
        ArgumentNullException.ThrowIfNull(targets);
        if (targets.GetLength(0) != count || targets.GetLength(1) < 1)
            throw new ArgumentException(
                $"Targets must have {count} rows, one for each point, and at least one column, but had "
                    + $"{targets.GetLength(0)} and {targets.GetLength(1)}.",
                nameof(targets)
            );
        for (var i = 0; i < count; i++)
        for (var c = 0; c < targets.GetLength(1); c++)
            if (!double.IsFinite(targets[i, c]))
                throw new ArgumentException(
                    string.Create(CultureInfo.InvariantCulture, $"Targets must be finite, but row {i}, column {c} was {targets[i, c]}."),
                    nameof(targets)
                );
        for (var c = 0; c < targets.GetLength(1); c++)
            if (TargetScale.Largest(targets, c) is var l and > 0 && Math.Abs(Math.ILogB(l)) > TargetScale.MostExponent)
                throw new ArgumentException(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"The largest target of a column must lie between 1e-270 and 1e270 in size, or all "
                            + $"must be 0, but that of column {c} "
                            + $"was {l:G3}; multiply the targets by a constant."
                    ),
                    nameof(targets)
                );
    }

    /// <summary>(n, c), float64, on the device; the caller's.</summary>
    public static Tensor ToTensor(double[,] values, torch.Device device)
    {
        var tensor = empty([values.GetLength(0), values.GetLength(1)], ScalarType.Float64);
        TensorMemory.Copy(values, tensor);
        return tensor.to(device);
    }

    /// <summary>A tensor's rows, from any device and of any type.</summary>
    public static double[,] ToArray(Tensor values)
    {
        using var scope = NewDisposeScope();
        var result = new double[values.shape[0], values.shape[1]];
        TensorMemory.Copy(values.to(ScalarType.Float64).cpu().contiguous(), result);
        return result;
    }
}
