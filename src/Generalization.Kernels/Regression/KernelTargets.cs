using System.Globalization;
using Generalization.Data;
using Generalization.Torch;
using TorchSharp;
using static TorchSharp.torch;

namespace Generalization.Kernels.Regression;

/// <summary>Targets of a regression.</summary>
public static class KernelTargets
{
    /// <summary>One column per class: 1 for an image's label as assigned, 0 elsewhere.</summary>
    /// <param name="images">The images.</param>
    /// <returns>(N, k).</returns>
    public static double[,] OneHot(this Dataset images)
    {
        ArgumentNullException.ThrowIfNull(images);
        var targets = new double[images.Count, images.ClassCount];
        for (var i = 0; i < images.Count; i++)
            targets[i, images.Labels[i]] = 1;
        return targets;
    }

    internal static void Check(double[,] targets, int count)
    {
        ArgumentNullException.ThrowIfNull(targets);
        if (targets.GetLength(0) != count || targets.GetLength(1) < 1)
            throw new ArgumentException(
                $"Targets must have {count} rows, one for each point, and at least "
                    + $"one column, but had {targets.GetLength(0)} and "
                    + $"{targets.GetLength(1)}.",
                nameof(targets)
            );
        for (var i = 0; i < count; i++)
        for (var c = 0; c < targets.GetLength(1); c++)
            if (!double.IsFinite(targets[i, c]))
                throw new ArgumentException(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"Targets must be finite, but row {i}, column {c} was " + $"{targets[i, c]}."
                    ),
                    nameof(targets)
                );
    }

    internal static Tensor ToTensor(double[,] values, torch.Device device)
    {
        var tensor = empty([values.GetLength(0), values.GetLength(1)], ScalarType.Float64);
        TensorMemory.Copy(values, tensor);
        return tensor.to(device);
    }

    internal static double[,] ToArray(Tensor values)
    {
        using var scope = NewDisposeScope();
        var result = new double[values.shape[0], values.shape[1]];
        TensorMemory.Copy(values.to(ScalarType.Float64).cpu().contiguous(), result);
        return result;
    }
}
