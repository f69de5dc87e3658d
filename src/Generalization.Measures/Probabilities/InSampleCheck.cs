using System.Globalization;

namespace Generalization.Measures.Probabilities;

/// <summary>Whether probabilities look as if they were made by a model that was trained on the same labels.</summary>
/// <remarks>Such a model gives back wrong labels too, so that no label looks wrong. Suspected where every label, or at least 99.9 % of
/// 1,000 or more, is the class of the largest probability. That is a hint and no proof: an easy set may be told without an error, and a
/// model that was trained on noisy labels may have fitted fewer of them.</remarks>
/// <param name="Right">The number of labels that are the class of the largest probability.</param>
/// <param name="Count">The number of labels.</param>
/// <param name="Suspected">Whether.</param>
/// <param name="Sentence">What is suspected and what to do; null where nothing is.</param>
public sealed record InSampleCheck(int Right, int Count, bool Suspected, string? Sentence)
{
    private const int Many = 1000;

    /// <summary>Looks at a table.</summary>
    /// <param name="table">The probabilities and labels.</param>
    public static InSampleCheck Of(ProbabilityTable table)
    {
        ArgumentNullException.ThrowIfNull(table);
        var wrong = table.Count - table.Right;
        if (wrong > 0 && (table.Count < Many || wrong > table.Count / Many))
            return new(table.Right, table.Count, false, null);
        var share = wrong == 0 ? $"All {Number(table.Count)}" : $"All but {Number(wrong)} of {Number(table.Count)}";
        return new(
            table.Right,
            table.Count,
            true,
            $"{share} labels are the class of the largest probability, so these probabilities seem to be made "
                + "by a model that was trained on "
                + "the same labels, and no label can look wrong. Make them out of sample, for example by cross-validation."
        );
    }

    private static string Number(int n) => n.ToString(CultureInfo.InvariantCulture);
}
