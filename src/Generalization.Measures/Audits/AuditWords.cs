using Generalization.Data;
using Generalization.Learning;
using Generalization.Measures.Complexity;

namespace Generalization.Measures.Audits;

/// <summary>Makes the answers of what was measured.</summary>
internal sealed class AuditWords(Audit audit, string learner, TrainTestData data, AuditMeasures found, AuditCosts costs)
{
    private const double Fits = 0.9,
        FitsInPart = 0.3,
        LittleGap = 0.03;

    public AuditResult Result()
    {
        var issues = SetWords.Of(found, data);
        var verdict = $"{Memory()} {new LabelWords(found, data.Train.Count).Verdict()}".Trim();
        AuditAnswer[] answers =
        [
            Can(),
            Did(),
            new ExampleWords(found, data.Train, audit.Tier).Answer(),
            new LabelWords(found, data.Train.Count).Answer(),
            new CostWords(found, data.Test.Count).Answer(),
            new AuditAdvice(found, data, issues).Answer(),
        ];
        return new AuditResult
        {
            Learner = learner,
            Dataset = data.Name,
            TrainCount = data.Train.Count,
            TestCount = data.Test.Count,
            ClassNames = data.ClassNames,
            Indices = [.. data.Train.Indices],
            Audit = audit,
            Verdict = verdict,
            Answers = [.. answers.Select(costs.On)],
            SetIssues = issues,
            Measures = found,
            Trainings = costs.Trainings,
            Seconds = costs.Seconds,
        };
    }

    private AuditAnswer Can()
    {
        if (found.Rademacher is not { } random)
            return new(
                AuditQuestion.CanMemorize,
                "Not asked: it takes trainings on random labels, and there was one training. Take the medium tier, or a longer budget."
            )
            {
                IsAsked = false,
            };
        var value = random.Value.Value;
        var fitted = Words.Percent((1 + value) / 2);
        var sentence =
            value >= 1 ? "Yes, everything: it fits labels that a coin has drawn, all of them."
            : value >= Fits ? $"Yes: of labels that a coin has drawn it fits {fitted}."
            : value >= FitsInPart
                ? $"As it is trained here, in part: of labels that a coin has drawn it fits {fitted}, where guessing gives 50 %."
            : $"As it is trained here, hardly: of labels that a coin has drawn it fits {fitted}, where guessing gives 50 %.";
        List<string> details = [];
        if (random.Correlation is { } outputs)
            details.Add(
                $"Its real outputs agree with the coin by {outputs}"
                    + (random.ExpectedCorrelation is { } trace ? $", and tr(H)/n says {Number(trace)} exactly." : ".")
            );
        if (found.Stability is { } stability)
            details.Add(StabilityWords(stability));
        return new(AuditQuestion.CanMemorize, sentence)
        {
            Number = new("empirical Rademacher complexity", random.Value, IsShare: false),
            Details = [.. details],
            HowSure =
                $"{Words.Of(random.Draws.Length, "labeling")} of {Words.Count(random.Examples)} examples; the "
                + "interval is Student's over them. "
                + (
                    random.IsLowerBound
                        ? "It is a lower bound: the learner did not fit them all, and longer training might fit more."
                        : "All were fitted, and nothing is above 1."
                ),
        };
    }

    private static string StabilityWords(StabilityComparison stability)
    {
        var (trueLabels, random, seed) = (
            stability.TrueLabels.Replaced[0].Mean.Value,
            stability.RandomLabels.Replaced[0].Mean.Value,
            stability.TrueLabels.SeedAlone[0].Mean.Value
        );
        return $"Replacing one training example turns {Words.Percent(trueLabels)} of its answers to test examples from right to wrong, or "
            + $"from wrong to right, with true labels, and {Words.Percent(random)} with random ones; another seed alone turns "
            + $"{Words.Percent(seed)}. Stability does not tell whether it learned or memorized.";
    }

    private AuditAnswer Did()
    {
        var fit = found.Fit!;
        var other = fit.OutOfSample ?? fit.Test;
        var sentence = Memory();
        List<string> details = [];
        if (fit.OutOfSample is { } left)
            details.Add($"Training labels: {Words.Percent(fit.Train)} when trained on, {Words.Percent(left)} {fit.OutOfSampleBy}.");
        if (found.Memorization is { } memorized)
            details.Add(
                (memorized.IsExact ? Words.Percent(memorized.ShareAbove25) : $"At least {Words.Percent(memorized.ShareAbove25.Value)}")
                    + " of the examples are known by heart: right when trained on and much less often when not (memorization"
                    + (memorized.IsExact ? "" : " less two standard errors")
                    + $" of at least 0.25), {memorized.How}."
            );
        if (found.Labels?.Planted is { Positives: > 0 } && Given() is { } given)
            details.Add(given);
        if (found.Membership is { AtOnePercent: { } rate })
            details.Add(
                $"Who sees its confidence can tell {Words.Percent(rate)} of the training examples at 1 % false alarms; a guess tells 1 %."
            );
        return new(AuditQuestion.DidMemorize, sentence)
        {
            Number =
                found.Memorization is { } m ? new("mean memorization", m.Mean)
                : fit.Gap is { } gap ? new("gap", gap)
                : null,
            Details = [.. details],
            HowSure =
                found.Memorization is { Runs: > 1 } runs
                    ? $"Each example was left out of some of {runs.Runs} trainings; the mean is sure, one example's own score is not."
                : found.Memorization is not null ? "Exact for this kernel and this training set."
                : "One training on each part; another seed gives somewhat other numbers.",
        };
    }

    private string? Given() =>
        found.Order?.Curves is { IsEmpty: false } curves && curves[^1].ChangedAsGiven is { } share
            ? $"Of the planted wrong labels it gave back {Words.Percent(share)} at the end of the watched training."
            : null;

    private string Memory()
    {
        var fit = found.Fit!;
        if ((fit.OutOfSample ?? fit.Test) is not { } other)
            return $"It gives back {Words.Percent(fit.Train.Value)} of the labels that it was trained on.";
        var where = fit.OutOfSample is null ? "of the test images" : "of examples that it has not seen";
        var numbers =
            $"it gives back {Words.Percent(fit.Train.Value)} of the labels that it was trained on and {Words.Percent(other.Value)} {where}";
        var gap = fit.Train.Value - other.Value;
        var little = gap <= LittleGap || fit.Gap!.Low <= 0;
        // Results without the largest class are of earlier versions.
        if (fit.Learned is not { } learned || learned == Finding.Yes)
            return little
                ? $"It learned and memorized little: {numbers}."
                : $"It memorized: {numbers}, so it knows {Words.Percent(gap)} by heart alone.";
        var beside =
            $"{numbers} (interval {Words.Interval(other)}), where always answering the largest class gives "
            + Words.Percent(fit.LargestClass!.Value);
        return (little, learned) switch
        {
            (false, Finding.No) => $"It memorized: {beside}, so what it knows it knows by heart alone.",
            (false, _) =>
                $"It memorized: {beside}, so it knows {Words.Percent(gap)} by heart alone, and that it learned the rest is not shown.",
            (_, Finding.No) when fit.TrainAboveLargestClass != Finding.Yes => $"It neither learned nor memorized: {beside}.",
            _ => $"Learning is not shown: {beside}.",
        };
    }

    private static string Number(double value) => FormattableString.Invariant($"{value:G4}");
}
