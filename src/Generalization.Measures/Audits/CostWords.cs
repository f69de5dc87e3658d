namespace Generalization.Measures.Audits;

/// <summary>What memorizing costs on new data, in words.</summary>
internal sealed class CostWords(AuditMeasures found, int testCount)
{
    public AuditAnswer Answer()
    {
        var test = found.Fit!.Test!;
        var error = Estimate.OfShare((int)Math.Round((1 - test.Value) * test.Count), test.Count);
        List<string> details = [];
        var sentence = $"It is wrong on {Words.Percent(error.Value)} of {Words.Of(testCount, "test image")}.";
        if (found.Cleaning is { } cleaning)
        {
            var better = cleaning.After.Value < cleaning.Before.Value;
            sentence +=
                $" Trained without the {Words.Of(cleaning.Removed, "example")} whose labels look wrong it is wrong on "
                + $"{Words.Percent(cleaning.After.Value)}"
                + (
                    better ? $": {Words.Percent(cleaning.Cut)} of its errors are gone{(cleaning.Differs ? "" : ", which may be chance")}."
                    : cleaning.Differs ? ", which is worse."
                    : ", no better."
                );
            details.Add($"With them {Words.Percent(cleaning.Before)}, without {Words.Percent(cleaning.After)}; {Compared(cleaning)}.");
        }

        if (found.Order?.Stop is { } stop && stop.TestAccuracy is { } at && stop.LastTestAccuracy is { } last)
            details.Add(
                FormattableString.Invariant($"The held-out examples suggest to stop at epoch {stop.Epoch} of {found.Order.Curves.Length}: ")
                    + $"the test error was {Words.Percent(1 - at)} there and {Words.Percent(1 - last)} at the end."
            );
        return new(AuditQuestion.NewData, sentence)
        {
            Number = new("test error", error),
            Details = [.. details],
            HowSure =
                $"Wilson's interval over {Words.Of(error.Count, "test image")}; test labels are taken to be "
                + "right, and one training was made with each."
                + (
                    found.Cleaning is null
                        ? ""
                        : " The same test set decided where the list of labels ends, so that the gain is a little flattered."
                ),
        };
    }

    private static string Compared(CleaningEffect cleaning) =>
        (cleaning.PValue, cleaning.Differs) switch
        {
            (null, true) => "the intervals do not meet",
            (null, false) => "the intervals meet, so the difference may be chance",
            ({ } p, var differs) => $"of the same test images {Words.Count(cleaning.OnlyAfter!.Value)} are right without them alone and "
                + $"{Words.Count(cleaning.OnlyBefore!.Value)} with them alone. Trainings that are equally good differ so much in "
                + $"{(p < 0.001 ? "less than 0.1 %" : Words.Percent(p))} of cases (McNemar's exact test), so the difference "
                + (differs ? "is hardly chance" : "may be chance"),
        };
}
