using System.Runtime.InteropServices;
using Generalization.Data;

namespace Generalization.Kernels.Regression;

/// <summary>Targets of a regression, (n, c), from the labels of a data set; any other finite numbers, such as a measured quantity in one
/// column, are targets as well.</summary>
public static class KernelTargets
{
    /// <summary>One column per class: 1 for an example's label as assigned, 0 elsewhere.</summary>
    /// <param name="images">The examples.</param>
    /// <returns>(N, k).</returns>
    public static double[,] OneHot(this Dataset images)
    {
        ArgumentNullException.ThrowIfNull(images);
        var targets = new double[images.Count, images.ClassCount];
        for (var i = 0; i < images.Count; i++)
            targets[i, images.Labels[i]] = 1;
        return targets;
    }

    /// <summary>The real targets of data that have them, as they are.</summary>
    /// <param name="data">The examples.</param>
    /// <returns>(N, c).</returns>
    /// <exception cref="ArgumentException">The data have classes.</exception>
    public static double[,] RealTargets(this Dataset data)
    {
        ArgumentNullException.ThrowIfNull(data);
        if (data.TargetCount == 0)
            throw new ArgumentException($"{data.Name} must have real targets, but has classes; use OneHot.", nameof(data));
        var targets = new double[data.Count, data.TargetCount];
        data.Targets.CopyTo(MemoryMarshal.CreateSpan(ref targets[0, 0], targets.Length));
        return targets;
    }

    /// <summary>Signs: of two classes one column, −1 for class 0 and 1 for class 1, as assigned; of more classes one column per class, 1
    /// for an example's label and −1 elsewhere.</summary>
    /// <remarks><see cref="Generalization.Learning.Classification"/> reads classes from outputs of either form.</remarks>
    /// <param name="images">The examples.</param>
    /// <returns>(N, 1) of two classes, else (N, k).</returns>
    public static double[,] PlusMinusOne(this Dataset images)
    {
        ArgumentNullException.ThrowIfNull(images);
        var targets = new double[images.Count, images.ClassCount == 2 ? 1 : images.ClassCount];
        for (var i = 0; i < images.Count; i++)
        for (var c = 0; c < targets.GetLength(1); c++)
            targets[i, c] = images.Labels[i] == (images.ClassCount == 2 ? 1 : c) ? 1 : -1;
        return targets;
    }
}
