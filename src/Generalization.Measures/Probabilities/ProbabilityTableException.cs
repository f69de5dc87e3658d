namespace Generalization.Measures.Probabilities;

/// <summary>Probabilities or their labels are not what a measure can take.</summary>
public sealed class ProbabilityTableException : ArgumentException
{
    /// <summary>Says what must hold, and what does instead.</summary>
    /// <param name="what">What must be so, for example "The probabilities".</param>
    /// <param name="rule">What it must do, to follow "must".</param>
    /// <param name="found">What was found, to follow "but".</param>
    /// <param name="remedy">What to do, a sentence.</param>
    public ProbabilityTableException(string what, string rule, string found, string remedy)
        : base($"{what} must {rule}, but {found}. {remedy}") { }
}
