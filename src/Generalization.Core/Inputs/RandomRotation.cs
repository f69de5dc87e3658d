using Generalization.Data;
using Generalization.Randomness;
using Generalization.Torch;
using static TorchSharp.torch;

namespace Generalization.Inputs;

/// <summary>Turns each image about its centre by a random angle in training, with bilinear interpolation.</summary>
/// <remarks>
/// <para>The angle is uniform on [−Degrees, Degrees). Pixel (x, y) from the centre shows what was at (x cos θ − y sin θ, x sin θ + y cos
/// θ), interpolated between the four pixels around; outside the image there are zeros.</para>
/// <para>(n, C, H, W) → (n, C, H, W). Source: appendix A, "random rotation up to 25 degrees".</para>
/// </remarks>
/// <param name="Degrees">The largest angle, in degrees, in (0, 180].</param>
public sealed record RandomRotation(double Degrees) : IRandomInputStep
{
    /// <inheritdoc cref="RandomRotation(double)" path="/param[@name='Degrees']"/>
    public double Degrees { get; } =
        Degrees is > 0 and <= 180
            ? Degrees
            : throw new ArgumentOutOfRangeException(
                nameof(Degrees),
                FormattableString.Invariant($"Degrees must lie in (0, 180], but was {Degrees}.")
            );

    /// <summary>For example "random-rotation 25 degrees".</summary>
    public string Describe() => FormattableString.Invariant($"random-rotation {Degrees:R} degrees");

    /// <inheritdoc/>
    public ImageShape OutputShape(ImageShape input) => input;

    /// <inheritdoc/>
    public Tensor Apply(Tensor images)
    {
        ArgumentNullException.ThrowIfNull(images);
        return images.alias();
    }

    /// <inheritdoc/>
    public Tensor Apply(Tensor images, BatchDraws draws)
    {
        ArgumentNullException.ThrowIfNull(images);
        using var scope = NewDisposeScope();
        var (height, width) = ((double)images.shape[2], (double)images.shape[3]);
        var transforms = new float[draws.Count * 6];
        for (var i = 0; i < draws.Count; i++)
        {
            var angle = (2 * draws.Stream(RandomPurpose.RandomRotation, i).NextDouble() - 1) * Degrees * Math.PI / 180;
            var (sin, cos) = Math.SinCos(angle);
            // affine_grid measures both axes from −1 to 1, so that a rotation of an oblong image stretches.
            float[] transform = [(float)cos, (float)(-sin * height / width), 0, (float)(sin * width / height), (float)cos, 0];
            transform.CopyTo(transforms, 6 * i);
        }

        var theta = tensor(transforms, [draws.Count, 2, 3]).SentTo(images.device);
        var grid = nn.functional.affine_grid(theta, images.shape, align_corners: false); // (n, H, W, 2)
        return nn.functional.grid_sample(images, grid, align_corners: false).MoveToOuterDisposeScope();
    }
}
