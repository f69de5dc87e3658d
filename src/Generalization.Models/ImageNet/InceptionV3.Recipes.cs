using Generalization.Data;
using Generalization.Torch;
using Generalization.Training;
using Generalization.Training.Losses;
using Generalization.Training.Metrics;
using Generalization.Training.Schedules;
using Generalization.Training.Updates;

namespace Generalization.Models.ImageNet;

public sealed partial class InceptionV3
{
    private const int PublishedBatch = 32,
        ImageNetImages = 1_281_167,
        EpochsOfOneRate = 2;
    private const double PublishedDecay = 4e-5,
        RateFactor = 0.94;

    /// <summary>The training that TensorFlow-slim's defaults give: as <see cref="DistributedTraining"/> with learning rate 0.01, neither
    /// label smoothing nor a moving average.</summary>
    public static TrainingOptions SlimTraining { get; } =
        new(EveryTwoEpochs(0.01))
        {
            BatchSize = PublishedBatch,
            Optimizer = new RmsProp { WeightDecay = PublishedDecay, WeightDecayOn = DecayedParameters.Weights },
            Metrics = [new TopK(5)],
            Layout = MemoryLayout.ChannelsLast,
        };

    /// <summary>The training of TensorFlow's research/inception, distributed and synchronous: RMSProp with decay 0.9, momentum 0.9 and ε 1;
    /// learning rate 0.045, times 0.94 every two epochs; label smoothing 0.1; a moving average of the weights, 0.9999, that counts steps;
    /// weight decay 4e-5 on weights; auxiliary loss times 0.4; batches of 32 a worker.</summary>
    /// <remarks>Two epochs are counted as 80,074 steps, ImageNet's at batches of 32. The paper says only that it takes TensorFlow's
    /// set-up.</remarks>
    public static TrainingOptions DistributedTraining { get; } =
        SlimTraining with
        {
            Schedule = EveryTwoEpochs(0.045),
            Loss = new CrossEntropy(LabelSmoothing: 0.1),
            WeightAverage = new WeightAverage(0.9999, Rising: true),
        };

    /// <summary>The number of trainable parameters by the table of layers, the auxiliary head's among them where the input has
    /// one.</summary>
    /// <param name="input">The shape of one input.</param>
    /// <param name="classCount">k.</param>
    /// <param name="options">Which one. Default: slim's.</param>
    public static long ParameterCount(ImageShape input, int classCount, InceptionV3Options? options = null)
    {
        var (scale, hasHead) = (options?.Scale ?? false, options?.Auxiliary ?? true);
        var (count, channels) = (0L, input.Channels);
        foreach (var unit in InceptionV3Layers.Stem.OfType<UnitShape>())
        {
            count += unit.ParametersOf(channels, scale);
            channels = unit.Outputs;
        }

        var auxiliary = 0L;
        foreach (var block in InceptionV3Layers.Blocks)
        {
            count += block.Branches.Sum(branch => branch.Units(channels).Sum(u => u.Unit.ParametersOf(u.Inputs, scale)));
            channels = block.OutputsOf(channels);
            if (block.Name == InceptionV3Layers.AuxiliaryAfter && hasHead && HasAuxiliary(input))
                auxiliary = AuxiliaryParametersOf(channels, classCount, scale);
        }

        return count + (channels + 1L) * classCount + auxiliary;
    }

    /// <summary>The bytes that the forward pass of one input takes beside the weights, in float32 and in evaluation, by a formula and from
    /// above.</summary>
    /// <param name="input">The shape of one input.</param>
    /// <returns>Bytes.</returns>
    public static long ActivationBytes(ImageShape input)
    {
        // The most is held behind the stem's third convolution, at a quarter of the positions: 32 channels, 64 of it, and both once more,
        // which libtorch lays out anew and normalizes; and the input twice.
        var positions = (input.Height / 2 + 1L) * (input.Width / 2 + 1);
        return sizeof(float) * (2L * input.Size + 4 * 64 * positions);
    }

    private static long AuxiliaryParametersOf(int channels, int classCount, bool scale)
    {
        var count = 0L;
        foreach (var unit in InceptionV3Layers.Auxiliary)
        {
            count += unit.ParametersOf(channels, scale);
            channels = unit.Outputs;
        }

        return count + (channels + 1L) * classCount;
    }

    private static ExponentialDecay EveryTwoEpochs(double rate) =>
        new(rate, RateFactor, EpochsOfOneRate * ((ImageNetImages + PublishedBatch - 1) / PublishedBatch));
}
