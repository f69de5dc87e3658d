using System.Text.Json;
using System.Text.Json.Serialization;

namespace Generalization.Experiments.Kinds.NetworkTraining;

/// <summary>All trainings of a randomization test.</summary>
/// <param name="Runs">The runs, in the order they were made.</param>
public sealed record RandomizationResult(IReadOnlyList<TrainingResult> Runs)
{
    private static readonly JsonSerializerOptions Json = new() { WriteIndented = true, PropertyNamingPolicy = JsonNamingPolicy.CamelCase };

    /// <summary>As JSON, camelCase, indented.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, Json);

    /// <summary>One sentence for someone who has not read the paper.</summary>
    [JsonIgnore]
    public string Verdict
    {
        get
        {
            var learned = Runs.FirstOrDefault(r => r.Corruption == "true-labels" && r.TestAccuracy is not null);
            var random = Runs.FirstOrDefault(r => r.Corruption == "random-labels" && r.TestAccuracy is not null);
            if (random is null)
                return "To see whether the network can memorize, run it on random labels.";
            if (random.TrainAccuracy >= 0.99 && learned is null)
                return $"The network learned {Percent(random.TrainAccuracy)} of meaningless random labels by heart and gets "
                    + $"{Percent(random.TestAccuracy)} of new images right; run it on true labels too to see what it can learn.";
            return random.TrainAccuracy >= 0.99
                ? $"The same network that got {Percent(learned!.TestAccuracy)} of new images right after learning real labels also learned "
                    + $"{Percent(random.TrainAccuracy)} of meaningless random labels by heart, where it gets "
                    + $"{Percent(random.TestAccuracy)} of new images right: "
                    + "a perfect training score alone does not show that a network has learned anything."
                : $"The network fitted {Percent(random.TrainAccuracy)} of the random labels in {random.Epochs} epochs, so it "
                    + "has not yet memorized them; give it more epochs.";
        }
    }

    private static string Percent(double? fraction) => FormattableString.Invariant($"{100 * fraction:F1} %");
}
