using System.Globalization;
using System.Text;

namespace Generalization.Files;

/// <summary>Writes tables as comma-separated values, UTF-8, one header line, a line feed after each row.</summary>
/// <remarks>Numbers are invariant; what is null is empty. A text with a comma, a quote or a line's end is quoted. One that begins with
/// =, +, -, @, a tab or a return gets an apostrophe before it, so that a spreadsheet shows it and computes nothing.</remarks>
public static class Csv
{
    /// <summary>The text of a table.</summary>
    /// <param name="header">The columns' names, separated by commas.</param>
    /// <param name="rows">The rows.</param>
    public static string Text(string header, IEnumerable<IEnumerable<object?>> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        var text = new StringBuilder(header).Append('\n');
        foreach (var row in rows)
            text.AppendJoin(',', row.Select(Field)).Append('\n');
        return text.ToString();
    }

    private static string Field(object? value)
    {
        if (value is not string text)
            return Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";
        if (text is ['=' or '+' or '-' or '@' or '\t' or '\r', ..])
            text = "'" + text;
        return text.AsSpan().ContainsAny("\",\r\n") ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text;
    }
}
