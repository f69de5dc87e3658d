namespace Generalization.Measures.Probabilities;

/// <summary>What a message calls probabilities and labels.</summary>
/// <param name="Probabilities">For example "The probabilities of p.npy".</param>
/// <param name="Labels">For example "The labels of y.npy".</param>
/// <param name="Hint">What else may be done about probabilities that are none; begins with a space, or is empty.</param>
internal sealed record TableSource(string Probabilities, string Labels, string Hint = "")
{
    public static TableSource Caller { get; } = new("The probabilities", "The labels");

    public static TableSource Files(string probabilities, string labels) =>
        new($"The probabilities of {probabilities}", $"The labels of {labels}");
}
