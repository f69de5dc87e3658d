using System.Diagnostics;
using System.Globalization;
using Generalization.Experiments;
using Generalization.Experiments.Kinds.Audits;
using Generalization.Measures.Audits;

namespace Generalization.CommandLine;

/// <summary>Shows an audit: a live line on a terminal, a line for each part and every ten seconds elsewhere, nothing when quiet; and its
/// answers at the end.</summary>
/// <param name="quiet">Whether to show nothing while it goes on.</param>
public sealed class AuditDisplay(bool quiet)
{
    private const double SecondsPerLine = 10;

    /// <summary>Runs an audit and shows where it is.</summary>
    /// <param name="work">The work, given where to report to.</param>
    public T Show<T>(Func<IProgress<RunProgress>, T> work)
    {
        var clock = Stopwatch.StartNew();
        var (part, shown) = ("", 0.0);
        return LiveDisplay.Show<RunProgress, T>(quiet, "Starting", work, p => Line(p, clock), Log);

        string? Log(RunProgress p)
        {
            var now = p.At?.ShortWords ?? "";
            if (now == part && clock.Elapsed.TotalSeconds - shown < SecondsPerLine)
                return null;
            (part, shown) = (now, clock.Elapsed.TotalSeconds);
            return Line(p, clock);
        }
    }

    /// <summary>Writes what was found: the verdict, and each answer.</summary>
    /// <param name="result">The audit.</param>
    public static void Write(AuditResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        Write(AuditFindings.Of(result));
    }

    /// <inheritdoc cref="Write(AuditResult)"/>
    public static void Write(AuditFindings result)
    {
        ArgumentNullException.ThrowIfNull(result);
        Console.WriteLine(result.Verdict);
        Console.WriteLine();
        foreach (var answer in result.Answers)
        {
            Console.WriteLine($"{answer.Title}{(answer.Title.EndsWith('?') ? "" : ":")} {answer.Sentence}");
            if (answer.Number is { } number)
                Console.WriteLine($"    {number}");
            foreach (var step in answer.Steps)
                Console.WriteLine($"    {step}");
        }

        foreach (var issue in result.WholeSet)
            Console.WriteLine($"The whole set: {issue}");
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{result.Trainings} trainings, {result.Seconds:F0} s."));
    }

    private static string Line(RunProgress p, Stopwatch clock) =>
        (p.At?.Words ?? "Starting") + string.Create(CultureInfo.InvariantCulture, $" · {clock.Elapsed.TotalSeconds:F0} s");
}
