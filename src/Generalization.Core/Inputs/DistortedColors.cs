using Generalization.Randomness;

namespace Generalization.Inputs;

/// <summary>What is drawn for an image's colours.</summary>
/// <param name="Order">The order of the changes, in 0 … 3.</param>
/// <param name="Brightness">What is added.</param>
/// <param name="Saturation">What the saturation is multiplied by.</param>
/// <param name="Hue">The share of the circle that colours are turned by.</param>
/// <param name="Contrast">What the distances from the mean are multiplied by.</param>
internal readonly record struct DistortedColors(int Order, float Brightness, float Saturation, float Hue, float Contrast)
{
    /// <summary>Draws them.</summary>
    /// <param name="step">Their ranges.</param>
    /// <param name="random">The image's stream.</param>
    public static DistortedColors Draw(ColorDistortion step, ref RandomStream random) =>
        new(
            random.NextInt32(4),
            Within(-step.Brightness, step.Brightness, ref random),
            Within(step.SaturationLeast, step.SaturationMost, ref random),
            Within(-step.Hue, step.Hue, ref random),
            Within(step.ContrastLeast, step.ContrastMost, ref random)
        );

    private static float Within(double least, double most, ref RandomStream random) =>
        (float)(least + (most - least) * random.NextDouble());
}
