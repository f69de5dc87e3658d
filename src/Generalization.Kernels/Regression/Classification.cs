namespace Generalization.Kernels.Regression;

/// <summary>Classes from the outputs of a regression on one-hot targets, or on signs.</summary>
public static class Classification
{
    /// <summary>The column of each row's largest output, the first of equal ones; of one column 1 where the output is above 0, else
    /// 0.</summary>
    /// <param name="outputs">(n, k), or (n, 1) of a regression on signs.</param>
    public static long[] Classes(double[,] outputs)
    {
        ArgumentNullException.ThrowIfNull(outputs);
        var classes = new long[outputs.GetLength(0)];
        if (outputs.GetLength(1) == 1)
        {
            for (var i = 0; i < classes.Length; i++)
                classes[i] = outputs[i, 0] > 0 ? 1 : 0;
            return classes;
        }

        for (var i = 0; i < classes.Length; i++)
        for (var c = 1; c < outputs.GetLength(1); c++)
            if (outputs[i, c] > outputs[i, classes[i]])
                classes[i] = c;
        return classes;
    }

    /// <summary>The rows whose class is not their label.</summary>
    /// <param name="outputs">(n, k), or (n, 1) of a regression on signs.</param>
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
