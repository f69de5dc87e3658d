using System.Collections.Immutable;
using System.Globalization;
using Generalization.Data;
using Generalization.Identity;
using Generalization.Torch;
using static TorchSharp.torch;

namespace Generalization.Inputs;

/// <summary>How a network's input is made from a data set: pixels / 255 (raw ones as they are), then the steps in order.</summary>
/// <remarks>Source: appendix A.</remarks>
public sealed record InputPipeline
{
    private const int ImagesAtOnce = 1024;

    /// <summary>A pipeline of steps.</summary>
    /// <param name="steps">The steps, in order; none gives pixels / 255.</param>
    /// <exception cref="ArgumentException">A step is null.</exception>
    public InputPipeline(params IEnumerable<IInputStep> steps)
    {
        ArgumentNullException.ThrowIfNull(steps);
        Steps = [.. steps];
        if (Steps.Any(step => step is null))
            throw new ArgumentException("Each step of a pipeline must be one, but one was null.", nameof(steps));
    }

    /// <summary>The paper's for CIFAR-10: centre crop to 28×28, then per-image standardization.</summary>
    public static InputPipeline Cifar10 { get; } = new(new CenterCrop(28, 28), new PerImageStandardization());

    /// <summary>Inception's for pictures in evaluation, and in a training without augmentation: values from −1 to 1. Which part of a
    /// picture is seen is the pictures' own matter.</summary>
    /// <remarks>Source: research/slim's inception_preprocessing, preprocess_for_eval.</remarks>
    public static InputPipeline Inception { get; } = new(new SignedRange());

    /// <summary>Inception's for pictures in a training with augmentation: flips, distorted colours, values from −1 to 1; in evaluation the
    /// same as <see cref="Inception"/>. The distorted box is drawn where the pictures are read.</summary>
    /// <remarks>Source: research/slim's inception_preprocessing, preprocess_for_train.</remarks>
    /// <param name="fast">Whether hue and contrast are left as they are, slim's own default. Default: true.</param>
    public static InputPipeline InceptionTraining(bool fast = true) => new(new RandomFlip(), new ColorDistortion(fast), new SignedRange());

    /// <summary>The steps.</summary>
    public ImmutableArray<IInputStep> Steps { get; }

    /// <summary>Whether a step is random in training.</summary>
    public bool IsRandom => Steps.Any(s => s is IRandomInputStep);

    /// <summary>The shape that a network must take.</summary>
    /// <param name="data">The data set.</param>
    /// <exception cref="ArgumentException">A step cannot take its images.</exception>
    public ImageShape ShapeOf(TrainTestData data)
    {
        ArgumentNullException.ThrowIfNull(data);
        return ShapeOf(data.Shape);
    }

    /// <inheritdoc cref="ShapeOf(TrainTestData)"/>
    /// <param name="images">The images' shape.</param>
    public ImageShape ShapeOf(ImageShape images) => Steps.Aggregate(images, (shape, step) => step.OutputShape(shape));

    /// <summary>The share of each image that one input is made of, in (0, 1]: 28×28 of 32×32 pixels are 0.77.</summary>
    /// <param name="images">The images' shape.</param>
    /// <exception cref="ArgumentException">A step cannot take such images.</exception>
    public double ShareOf(ImageShape images)
    {
        var share = 1.0;
        foreach (var step in Steps)
        {
            share *= step.ShareOf(images);
            images = step.OutputShape(images);
        }

        return share;
    }

    /// <summary>A warning where inputs are made of less than half of each image; null where they are not. What lies outside of a crop
    /// cannot be learned from.</summary>
    /// <param name="images">The images' shape.</param>
    /// <exception cref="ArgumentException">A step cannot take such images.</exception>
    public string? CropWarning(ImageShape images)
    {
        const double enough = 0.5;
        var share = ShareOf(images);
        if (share >= enough)
            return null;
        var shape = ShapeOf(images);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"The network's input is a crop of {shape.Height}×{shape.Width} of images of "
                + $"{images.Height}×{images.Width}, "
                + $"{100 * share:0.0} % of each "
                + $"image, and the "
                + $"rest is not "
                + $"seen. Resize the images (ImageFolderOptions.Size; "
                + $"--resize 32x32 in "
                + $"the samples), "
                + $"or crop less."
        );
    }

    /// <summary>Makes all inputs as evaluation sees them, once, on the device.</summary>
    /// <remarks>Takes N · C′ · H′ · W′ · 4 bytes, and as much again for 1,024 images while it works.</remarks>
    /// <param name="data">The data set.</param>
    /// <param name="device">The device. Default: CPU.</param>
    /// <param name="token">Ends the work early.</param>
    /// <param name="seed">Decides the order of the batches of an epoch. Default: 0.</param>
    /// <returns>Inputs and labels, which the caller disposes.</returns>
    /// <exception cref="ArgumentException">A step cannot take the images.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public PreparedImages Prepare(Dataset data, Device? device = null, CancellationToken token = default, ulong seed = 0)
    {
        ArgumentNullException.ThrowIfNull(data);
        var shape = ShapeOf(data.Shape);
        TorchBackend.EnsureLoaded();
        using var noGrad = no_grad();
        var inputs = empty([data.Count, shape.Channels, shape.Height, shape.Width], ScalarType.Float32, device ?? CPU);
        try
        {
            for (var first = 0; first < data.Count; first += ImagesAtOnce)
            {
                token.ThrowIfCancellationRequested();
                using var scope = NewDisposeScope();
                var count = Math.Min(ImagesAtOnce, data.Count - first);
                using var pixels = data.Pixels.ToTensor(first, count, inputs.device);
                inputs.narrow(0, first, count).copy_(Apply(pixels, data.Pixels.Scale));
            }

            return new PreparedImages(inputs, new ExampleTensors(data, inputs.device, seed));
        }
        catch
        {
            inputs.Dispose();
            throw;
        }
    }

    /// <summary>The source of a training's batches. Where no step is random, inputs are made once; otherwise each batch is made from the
    /// pixels.</summary>
    /// <param name="data">The data set.</param>
    /// <param name="seed">Decides the order of the examples and the draws of random steps.</param>
    /// <param name="device">The device. Default: CPU.</param>
    /// <param name="ahead">Reads the pixels batch by batch, ahead on threads of their own, instead of keeping them on the device; the bits
    /// are the same. Default: null, they are kept there, unless the data set's pixels are not in memory.</param>
    /// <param name="token">Ends the preparation early.</param>
    /// <returns>The batches, which the caller disposes.</returns>
    /// <exception cref="ArgumentException">A step cannot take the images.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public IBatchSource Batches(Dataset data, ulong seed, Device? device = null, ReadAhead? ahead = null, CancellationToken token = default)
    {
        ArgumentNullException.ThrowIfNull(data);
        TorchBackend.EnsureLoaded();
        // What is not in memory is read ahead in any case.
        return ahead is not null || !data.Pixels.IsResident ? new StreamedImages(this, data, device ?? CPU, seed, ahead ?? new ReadAhead())
            : IsRandom ? new AugmentedImages(this, data, device ?? CPU, seed)
            : Prepare(data, device, token, seed);
    }

    /// <summary>The inputs of some images: as evaluation sees them, or with draws as training does.</summary>
    /// <param name="pixels">(n, C, H, W), of any type of pixels.</param>
    /// <param name="scale">Whether they are divided by 255.</param>
    /// <param name="draws">The images' random streams; null for evaluation.</param>
    /// <exception cref="FaultyPartException">A step does not give what its <see cref="IInputStep.OutputShape"/> says.</exception>
    internal Tensor Apply(Tensor pixels, PixelScale scale, BatchDraws? draws = null)
    {
        using var scope = NewDisposeScope();
        var batch = scale.ToInputs(pixels); // (n, C, H, W)
        foreach (var step in Steps)
            batch = Apply(step, batch, draws);
        return batch.MoveToOuterDisposeScope();
    }

    // A tensor of another shape would be broadcast to the inputs without a word.
    private static Tensor Apply(IInputStep step, Tensor images, BatchDraws? draws)
    {
        var before = images.shape;
        var expected = step.OutputShape(new ImageShape((int)before[1], (int)before[2], (int)before[3]));
        var given = CallersPart.Run(
            $"input step {step.GetType().Name}",
            () => draws is { } d && step is IRandomInputStep random ? random.Apply(images, d) : step.Apply(images)
        );
        long[] wanted = [before[0], expected.Channels, expected.Height, expected.Width];
        return given.dtype == ScalarType.Float32 && given.shape.AsSpan().SequenceEqual(wanted)
            ? given
            : throw new FaultyPartException(
                $"The input step {step.GetType().Name} must give ({string.Join(", ", wanted)}) in Float32, as its OutputShape says of "
                    + $"{before[0]} images, but gave ({string.Join(", ", given.shape)}) in {given.dtype}; correct its Apply or its "
                    + "OutputShape."
            );
    }
}
