namespace Generalization.Learning;

/// <summary>A network's answer for an image.</summary>
/// <param name="Class">The class with the largest output.</param>
/// <param name="Name">Its name.</param>
/// <param name="Probability">Its softmax probability, in 0..1.</param>
public sealed record Prediction(int Class, string Name, double Probability);
