namespace Generalization.Learning;

/// <summary>What a network says of an image.</summary>
/// <param name="Class">The class with the largest output.</param>
/// <param name="Name">Its name.</param>
/// <param name="Probability">Its softmax probability, in 0..1.</param>
public sealed record Prediction(int Class, string Name, double Probability);
