using System.Collections.Immutable;

namespace Generalization.Measures.Probabilities;

/// <summary>Finds the first thing that is wrong with probabilities and labels, and says it in a sentence.</summary>
internal sealed class TableCheck(TableSource source, ProbabilityTableOptions options, ImmutableArray<string> names)
{
    public void Sizes(int rows, int classes, int labels)
    {
        if (names.Length != classes)
            throw Wrong(
                source.Probabilities,
                FormattableString.Invariant($"have a column for each of {names.Length} class names"),
                FormattableString.Invariant($"they have {classes}"),
                "Name the classes in the order of the columns."
            );
        if (classes < 2)
            throw Wrong(
                source.Probabilities,
                "be of at least two classes",
                FormattableString.Invariant($"they have {classes} column{(classes == 1 ? "" : "s")}"),
                "For two classes, give the columns 1 − p and p."
            );
        if (rows == 0)
            throw Wrong(source.Probabilities, "have at least one row", "there is none", "Give a row for each example.");
        if (rows != labels)
            throw Wrong(
                source.Probabilities,
                "have a row for each label",
                FormattableString.Invariant($"there are {rows} rows and {labels} labels"),
                "Give both for the same examples, in the same order."
            );
    }

    public ImmutableArray<int> Labels(long[] labels)
    {
        var counts = new int[names.Length];
        for (var i = 0; i < labels.Length; i++)
        {
            if (labels[i] < 0 || labels[i] >= counts.Length)
                throw Wrong(
                    source.Labels,
                    FormattableString.Invariant($"lie in 0 … {counts.Length - 1}, as there are {counts.Length} classes"),
                    FormattableString.Invariant($"that of example {i} is {labels[i]}"),
                    "Count classes from 0, in the order of the columns."
                );
            counts[labels[i]]++;
        }

        if (counts.Count(n => n > 0) == 1)
            throw Wrong(
                source.Labels,
                "be of at least two classes",
                FormattableString.Invariant($"all {labels.Length} are of {Named((int)labels[0])}"),
                "Give examples of other classes too."
            );
        var missing = Array.IndexOf(counts, 0);
        if (missing >= 0 && !options.AllowClassesWithoutExample)
            throw Wrong(
                source.Labels,
                "have an example of each class",
                $"{Named(missing)} has none",
                $"Take its column out, or set {nameof(ProbabilityTableOptions.AllowClassesWithoutExample)}."
            );
        return [.. counts];
    }

    public void Values(double[] values)
    {
        for (var first = 0; first < values.Length; first += names.Length)
        {
            double sum = 0;
            for (var c = 0; c < names.Length; c++)
            {
                var p = values[first + c];
                if (!double.IsFinite(p))
                    throw Wrong(
                        source.Probabilities,
                        "be finite numbers",
                        FormattableString.Invariant($"example {first / names.Length} has {p} for {Named(c)}"),
                        "Look for a training that diverged, or take the example out."
                    );
                if (p < 0)
                    throw Wrong(
                        source.Probabilities,
                        "be 0 or more",
                        FormattableString.Invariant($"example {first / names.Length} has {p} for {Named(c)}"),
                        "Give probabilities, such as a softmax makes of a network's outputs." + source.Hint
                    );
                sum += p;
            }

            if (!(Math.Abs(sum - 1) <= options.SumTolerance))
                throw Wrong(
                    source.Probabilities,
                    FormattableString.Invariant($"sum to 1 in each row, within {options.SumTolerance}"),
                    FormattableString.Invariant($"those of example {first / names.Length} sum to {sum:G6}"),
                    $"Give the probabilities of all classes and nothing else, or set {nameof(ProbabilityTableOptions.SumTolerance)} in "
                        + "a program where they were rounded."
                        + source.Hint
                );
        }
    }

    private string Named(int c)
    {
        var number = FormattableString.Invariant($"{c}");
        return names[c] == number ? $"class {number}" : $"class {number} ({names[c]})";
    }

    private static ProbabilityTableException Wrong(string what, string rule, string found, string remedy) => new(what, rule, found, remedy);
}
