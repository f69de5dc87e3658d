using System.Globalization;

namespace Generalization.Data.Csv;

/// <summary>Reads vectors with classes or real targets from a CSV file.</summary>
public static class CsvDataset
{
    /// <summary>Reads training and test set.</summary>
    /// <remarks>Each line is an example: a label, and numbers in all other columns, with a decimal point and in no culture's way. The
    /// vectors are kept as float64 and taken as they are (<see cref="PixelScale.Raw"/>), each an image of 1×1×d. Classes are in ordinal
    /// order of their names, those of a test file included. UTF-8, or UTF-16 with its mark; fields in quotes may hold delimiters and ends
    /// of lines; empty lines are passed over.</remarks>
    /// <param name="path">The file.</param>
    /// <param name="options">How it is read. Default: a header, commas, the labels in the last column, a fifth of the lines held
    /// out.</param>
    /// <param name="token">Ends the work early.</param>
    /// <returns>Both sets, in file order.</returns>
    /// <exception cref="DatasetNotFoundException">A file is missing.</exception>
    /// <exception cref="DatasetFormatException">A file is larger than <see cref="CsvOptions.MostBytes"/> or than memory's arrays, a column
    /// is not there, a field is missing or not a number, lines have different numbers of fields, there are fewer than two classes, or too
    /// few lines to hold one out; line and column are named.</exception>
    /// <exception cref="ArgumentException">A column is named and there is no header, or the label is left out.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">A file may not be read.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static TrainTestData Load(string path, CsvOptions? options = null, CancellationToken token = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        options ??= new CsvOptions();
        var train = CsvTable.Read(path, options, null, token);
        var test = options.TestFile is { } file ? CsvTable.Read(file, options, train.Columns, token) : null;
        var classes = Classes(path, options, train, test);
        var set = Create(path, path, DatasetSplit.Train, options, train, classes);
        if (test is not null)
            return new TrainTestData(set, Create(path, options.TestFile!, DatasetSplit.Test, options, test, classes));
        if (train.Count < 2)
            throw new DatasetFormatException(
                path,
                "all lines",
                "at least two examples, of which one is held out",
                "one",
                "Add lines, or name a TestFile."
            );
        return set.HoldOut(Math.Clamp((int)Math.Round(options.HeldOut * train.Count), 1, train.Count - 1), options.Seed);
    }

    private static string[] Classes(string path, CsvOptions options, CsvTable train, CsvTable? test)
    {
        if (options.Regression)
            return [];
        string[] classes = [.. train.Labels.Concat(test?.Labels ?? []).Distinct().Order(StringComparer.Ordinal)];
        return classes.Length >= 2
            ? classes
            : throw new DatasetFormatException(
                path,
                $"column {train.Columns.Label + 1}",
                "at least two classes",
                $"only {CsvReader.Shown(classes[0])}",
                "Make the classes the last column; a program can name theirs by Label."
            );
    }

    private static Dataset Create(string path, string file, DatasetSplit split, CsvOptions options, CsvTable table, string[] classes)
    {
        var name = options.Name ?? Path.GetFileNameWithoutExtension(path);
        if (name.Length == 0)
            name = Path.GetFileName(path);
        var vectors = PixelArray.Owning(new ImageShape(1, 1, table.Columns.Dimension), table.Values.ToArray(), PixelScale.Raw);
        var operation = string.Create(CultureInfo.InvariantCulture, $"{table.Count} lines of {Path.GetFileName(file)} read");
        if (options.Regression)
        {
            var targets = new double[table.Count, 1];
            for (var i = 0; i < table.Count; i++)
                targets[i, 0] = table.Targets[i];
            return Dataset.FromSource(name, split, vectors, targets, operation);
        }

        var labelOf = new Dictionary<string, long>();
        for (var i = 0; i < classes.Length; i++)
            labelOf[classes[i]] = i;
        return Dataset.FromSource(name, split, vectors, [.. table.Labels.Select(l => labelOf[l])], classes, operation);
    }
}
