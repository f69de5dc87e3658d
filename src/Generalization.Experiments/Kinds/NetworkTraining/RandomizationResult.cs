using System.Text.Json;
using System.Text.Json.Serialization;
using Generalization.Learning;

namespace Generalization.Experiments.Kinds.NetworkTraining;

/// <summary>All trainings of a randomization test.</summary>
/// <param name="Runs">The runs, in the order they were made.</param>
public sealed record RandomizationResult(IReadOnlyList<TrainingResult> Runs)
{
    private static readonly JsonSerializerOptions Json = new() { WriteIndented = true, PropertyNamingPolicy = JsonNamingPolicy.CamelCase };

    /// <summary>As JSON, camelCase, indented.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, Json);

    /// <summary>One sentence for someone who has not read the paper.</summary>
    /// <remarks>Memorized means at least 99 % of the random labels. Learned means that the whole interval of the accuracy on new images is
    /// above the largest class's share, as in <see cref="FitVerdict"/>.</remarks>
    [JsonIgnore]
    public string Verdict
    {
        get
        {
            var real = Runs.FirstOrDefault(r => r.Corruption == "true-labels" && r.TestAccuracy is not null);
            var random = Runs.FirstOrDefault(r => r.Corruption == "random-labels" && r.TestAccuracy is not null);
            if (random is null)
                return "To see whether the network can memorize, run it on random labels.";
            var memorized = Percent(random.TrainAccuracy);
            var chance = $"{Percent(random.TestAccuracy)} of new images right{Baseline(random)}";
            if (random.TrainAccuracy is not >= FitVerdict.FittedShare)
                return $"The network fitted {memorized} of the random labels in {random.Epochs} epochs, so it has not yet memorized them; "
                    + "give it more epochs.";
            if (real is null)
                return $"The network memorized {memorized} of meaningless random labels and gets {chance}; run it on true labels too to "
                    + "see what it can learn.";
            var learned = Learned(real);
            return learned == Finding.Yes
                ? $"The same network that got {Percent(real.TestAccuracy)} of new images right after learning real labels also memorized "
                    + $"{memorized} of meaningless random labels, where it gets {chance}: a perfect training score alone does not show "
                    + "that a network has learned anything."
                : $"The network memorized {memorized} of meaningless random labels, and real labels have "
                    + (learned == Finding.No ? "taught it nothing that" : "not been shown to teach it anything that")
                    + $" holds for new images: there it gets {Percent(real.TestAccuracy)} right{Baseline(real)}.";
        }
    }

    // A result of an earlier version does not say what the largest class gives: as many images of each of ten classes, as in the paper.
    private static Finding Learned(TrainingResult run) =>
        run.TestCount == 0
            ? Finding.Unclear
            : new MeasuredShare(
                (int)Math.Round(run.TestAccuracy!.Value * run.TestCount),
                run.TestCount,
                run.LargestTestClass ?? 0.1
            ).AboveLargestClass;

    private static string Baseline(TrainingResult run) =>
        run.LargestTestClass is { } share ? $" (the largest class alone gives {Percent(share)})" : "";

    private static string Percent(double? fraction) => FormattableString.Invariant($"{100 * fraction:F1} %");
}
