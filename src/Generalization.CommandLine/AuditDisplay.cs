using System.Diagnostics;
using System.Globalization;
using Generalization.Learning;
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
    public T Show<T>(Func<IProgress<LearningProgress>, T> work)
    {
        var clock = Stopwatch.StartNew();
        var (part, shown) = ("", 0.0);
        return LiveDisplay.Show<LearningProgress, T>(quiet, "Starting", work, p => Line(p, clock), Log);

        string? Log(LearningProgress p)
        {
            var now = p.Phase.Split(": ")[0];
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
        Console.WriteLine(result.Verdict);
        Console.WriteLine();
        foreach (var answer in result.Answers)
        {
            Console.WriteLine($"{answer.Title}{(answer.Title.EndsWith('?') ? "" : ":")} {answer.Sentence}");
            if (answer.Number is { } number)
                Console.WriteLine($"    {number.What}: {number}");
            foreach (var detail in answer.Question == AuditQuestion.WhatToDo ? answer.Details : [])
                Console.WriteLine($"    {detail}");
        }

        foreach (var issue in result.SetIssues.Where(i => i.IsIssue))
            Console.WriteLine($"The whole set, {issue.Title.ToLowerInvariant()}: {issue.Sentence}");
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{result.Trainings} trainings, {result.Seconds:F0} s."));
    }

    private static string Line(LearningProgress p, Stopwatch clock) =>
        p.Phase
        + (p.Total is { } total and > 0 ? string.Create(CultureInfo.InvariantCulture, $" · {100 * Math.Min(1, p.Done / total):F0} %") : "")
        + string.Create(CultureInfo.InvariantCulture, $" · {clock.Elapsed.TotalSeconds:F0} s");
}
