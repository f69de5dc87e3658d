using System.Globalization;
using System.Text;

namespace Generalization.Files;

/// <summary>Writes tables as comma-separated values, UTF-8, one header line, a line feed after each row.</summary>
public static class Csv
{
    /// <summary>The text of a table. Numbers are invariant; what is null is empty.</summary>
    /// <param name="header">The columns' names, apart by commas.</param>
    /// <param name="rows">The rows.</param>
    public static string Text(string header, IEnumerable<IEnumerable<object?>> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        var text = new StringBuilder(header).Append('\n');
        foreach (var row in rows)
            text.AppendJoin(',', row.Select(value => Convert.ToString(value, CultureInfo.InvariantCulture))).Append('\n');
        return text.ToString();
    }
}
