namespace Generalization.Inputs;

/// <summary>Adds augmentations to input pipelines.</summary>
public static class AugmentationExtensions
{
    /// <summary>The pipeline with augmentations where they belong: rotation on the whole image, then the crop, then flip and colour, then
    /// the rest. Colour is <see cref="ColorDistortion"/> before a <see cref="SignedRange"/>, and <see cref="ColorJitter"/> else.</summary>
    /// <param name="pipeline">The pipeline.</param>
    /// <param name="options">The augmentations.</param>
    /// <exception cref="ArgumentException">A random crop is asked for, and the pipeline has no centre crop to take its size
    /// from.</exception>
    public static InputPipeline With(this InputPipeline pipeline, AugmentationOptions options)
    {
        ArgumentNullException.ThrowIfNull(pipeline);
        ArgumentNullException.ThrowIfNull(options);
        var steps = pipeline.Steps.ToList();
        var crop = steps.FindIndex(s => s is CenterCrop);
        if (options.Crop)
        {
            if (crop < 0)
                throw new ArgumentException(
                    "A random crop takes its size from the pipeline's centre crop, but the pipeline has none; add one.",
                    nameof(pipeline)
                );
            var center = (CenterCrop)steps[crop];
            steps[crop] = new RandomCrop(center.Height, center.Width);
        }

        var after = crop + 1;
        if (options.Color)
            // Values from -1 to 1 are Inception's, and so are its colours.
            steps.Insert(after, steps.Any(s => s is SignedRange) ? new ColorDistortion() : new ColorJitter());
        if (options.Flip)
            steps.Insert(after, new RandomFlip());
        if (options.RotateDegrees > 0)
            steps.Insert(Math.Max(crop, 0), new RandomRotation(options.RotateDegrees));
        return new InputPipeline(steps);
    }
}
