using System.Globalization;

namespace Generalization.Learning;

/// <summary>Whether a learner learned, memorized, both or neither.</summary>
/// <remarks>Fitted means at least 99 % of the training labels. Learned means that the whole 99.7 % interval of the test accuracy is above
/// the share of the test set's largest class. Where all training labels are random there was nothing to learn, and the test accuracy says
/// nothing. Memorized counts only labels that differ from the true ones, because a learner that knows the truth gets these wrong. Where all
/// labels are random it counts all of them.</remarks>
/// <param name="Train">The training labels as trained on.</param>
/// <param name="Changed">Those of them that differ from the true ones; null where none does.</param>
/// <param name="Test">The test labels; null where there is no test set.</param>
/// <param name="AllRandom">Whether nothing can be learned from the training labels, since all were drawn at random.</param>
public sealed record FitVerdict(MeasuredShare Train, MeasuredShare? Changed, MeasuredShare? Test, bool AllRandom)
{
    /// <summary>The share of labels from which they count as fitted: 0.99.</summary>
    public const double FittedShare = 0.99;

    /// <inheritdoc cref="FitVerdict(MeasuredShare, MeasuredShare?, MeasuredShare?, bool)" path="/param[@name='Train']"/>
    public MeasuredShare Train { get; } = Train ?? throw new ArgumentNullException(nameof(Train));

    /// <summary>Whether at least 99 % of the training labels are fitted.</summary>
    public bool Fitted => Train.Accuracy >= FittedShare;

    /// <summary>Whether the test accuracy is above the share of the largest class; null without a test set.</summary>
    public Finding? Learned => AllRandom ? Finding.No : Test?.AboveLargestClass;

    /// <summary>How many of the labels that cannot be learned were memorized.</summary>
    public Memorized Memorized =>
        (AllRandom ? Train : Changed) switch
        {
            null => Memorized.Unknown,
            { Accuracy: >= FittedShare } => Memorized.All,
            { AboveLargestClass: Finding.Yes } => Memorized.Part,
            _ => Memorized.None,
        };

    /// <summary>The verdict in a few words, for example "learned and partly memorized".</summary>
    public string Kind =>
        (Learned, Memorized) switch
        {
            (null, Memorized.Unknown) => Fitted ? "fitted" : "not fitted",
            (null, _) => MemorizedWords,
            (Finding.Yes, Memorized.Unknown) => Fitted ? "learned" : "learned, not fitted",
            (Finding.Yes, Memorized.None) => "learned, not memorized",
            (Finding.Yes, _) => $"learned and {MemorizedWords}",
            (Finding.Unclear, Memorized.Unknown) => Fitted ? "fitted, learning not shown" : "not fitted, learning not shown",
            (Finding.Unclear, _) => $"{MemorizedWords}, learning not shown",
            (_, Memorized.Unknown) => Fitted && Train.AboveLargestClass == Finding.Yes ? "memorized" : "neither learned nor memorized",
            (_, Memorized.None) => "neither learned nor memorized",
            _ => MemorizedWords,
        };

    /// <summary>The verdict with its numbers, its interval and its baseline, in a sentence without a full stop.</summary>
    /// <param name="effort">What it took, for example "in 12 epochs". Default: nothing.</param>
    public string Describe(string effort = "") => $"{Kind}: {TrainWords(effort)}{ChangedWords}{TestWords}";

    private string MemorizedWords =>
        Memorized switch
        {
            Memorized.All => "memorized",
            Memorized.Part => "partly memorized",
            _ => "not memorized",
        };

    private string ChangedWords =>
        Changed is null || AllRandom
            ? ""
            : $", {Percent(Changed.Accuracy)} of the {Changed.Count.ToString(CultureInfo.InvariantCulture)} wrong ones (the largest class "
                + $"among them: {Percent(Changed.LargestClass)})";

    private string TestWords =>
        Test is null
            ? ", no test set"
            : $", {Percent(Test.Accuracy)} on test (interval {Number(Test.Interval.Low)}–{Percent(Test.Interval.High)}), where the largest "
                + $"class alone gives {Percent(Test.LargestClass)}"
                + (AllRandom ? " and nothing could be learned from random labels" : "");

    private string TrainWords(string effort)
    {
        var labels =
            AllRandom ? "labels that are all random"
            : Changed is null ? "the training labels"
            : $"labels of which {Percent((double)Changed.Count / Train.Count)} are wrong";
        return $"{Percent(Train.Accuracy)} of {labels}{(effort.Length > 0 ? " " : "")}{effort}";
    }

    private static string Percent(double fraction) => Number(fraction) + " %";

    private static string Number(double fraction) => FormattableString.Invariant($"{100 * fraction:F1}");
}
