using Generalization.Data;
using MathNet.Numerics.LinearAlgebra;

namespace Generalization.Kernels.Points;

/// <summary>Data sets of MathNet's matrices.</summary>
public static class MatrixDatasets
{
    /// <summary>A data set of a matrix's rows, which are copied, kept as float64 and taken as they are.</summary>
    /// <param name="vectors">(N, d), finite.</param>
    /// <param name="name">The data set's name.</param>
    /// <param name="split">Training or test.</param>
    /// <param name="labels">N labels in 0 … k − 1.</param>
    /// <param name="classNames">The k classes' names.</param>
    /// <param name="trueLabels">The true labels where they are others than those assigned. Default: the same.</param>
    /// <exception cref="ArgumentException">The lengths do not fit each other, a value is not finite or a label is not a class.</exception>
    public static Dataset ToDataset(
        this Matrix<double> vectors,
        string name,
        DatasetSplit split,
        ReadOnlySpan<long> labels,
        IEnumerable<string> classNames,
        ReadOnlySpan<long> trueLabels = default
    )
    {
        ArgumentNullException.ThrowIfNull(vectors);
        return Dataset.FromVectors(name, split, vectors.ToArray(), labels, classNames, trueLabels);
    }

    /// <summary>A data set of a matrix's rows with real targets, for regression; both are copied.</summary>
    /// <param name="vectors">(N, d), finite, kept as float64 and taken as they are.</param>
    /// <param name="name">The data set's name.</param>
    /// <param name="split">Training or test.</param>
    /// <param name="targets">(N, c), finite.</param>
    /// <exception cref="ArgumentException">The lengths do not fit each other, or a value is not finite.</exception>
    public static Dataset ToDataset(this Matrix<double> vectors, string name, DatasetSplit split, Matrix<double> targets)
    {
        ArgumentNullException.ThrowIfNull(vectors);
        ArgumentNullException.ThrowIfNull(targets);
        return Dataset.FromVectors(name, split, vectors.ToArray(), targets.ToArray());
    }
}
