namespace Generalization.Measures.LabelErrors;

/// <summary>A label that looks wrong.</summary>
/// <param name="Rank">Its place, from 1, the most suspicious first.</param>
/// <param name="Score">The example, its given and its suggested label, how suspicious it is and what says so.</param>
public sealed record LabelIssue(int Rank, LabelScore Score)
{
    /// <inheritdoc cref="LabelScore(int, long, long, double, LabelMethods)" path="/param[@name='Example']"/>
    public int Example => Score.Example;

    /// <inheritdoc cref="LabelScore(int, long, long, double, LabelMethods)" path="/param[@name='Given']"/>
    public long Given => Score.Given;

    /// <inheritdoc cref="LabelScore(int, long, long, double, LabelMethods)" path="/param[@name='Suggested']"/>
    public long Suggested => Score.Suggested;

    /// <inheritdoc cref="LabelScore.SelfConfidence"/>
    public double? SelfConfidence => Score.SelfConfidence;

    /// <inheritdoc cref="LabelScore.NormalizedMargin"/>
    public double? NormalizedMargin => Score.NormalizedMargin;

    /// <inheritdoc cref="LabelScore(int, long, long, double, LabelMethods)" path="/param[@name='FlaggedBy']"/>
    public LabelMethods FlaggedBy => Score.FlaggedBy;
}
