namespace Generalization.Kernels.Regression;

/// <summary>Classes from the outputs of a regression on one-hot targets.</summary>
public static class Classification
{
    /// <summary>The column of each row's largest output; the first of equal ones.</summary>
    /// <param name="outputs">(n, k).</param>
    public static long[] Classes(double[,] outputs)
    {
        ArgumentNullException.ThrowIfNull(outputs);
        var classes = new long[outputs.GetLength(0)];
        for (var i = 0; i < classes.Length; i++)
        for (var c = 1; c < outputs.GetLength(1); c++)
            if (outputs[i, c] > outputs[i, classes[i]])
                classes[i] = c;
        return classes;
    }

    /// <summary>The rows whose class is not their label.</summary>
    /// <param name="outputs">(n, k).</param>
    /// <param name="labels">n labels.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static int Errors(double[,] outputs, ReadOnlySpan<long> labels)
    {
        var classes = Classes(outputs);
        if (classes.Length != labels.Length)
            throw new ArgumentException(
                $"There must be a label for each of the {classes.Length} rows, but there were {labels.Length}.",
                nameof(labels)
            );
        var errors = 0;
        for (var i = 0; i < classes.Length; i++)
            errors += classes[i] != labels[i] ? 1 : 0;
        return errors;
    }
}
