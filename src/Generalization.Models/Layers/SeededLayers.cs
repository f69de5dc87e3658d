using Generalization.Randomness;
using Generalization.Torch;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Generalization.Models.Layers;

/// <summary>Makes a network's layers in order; each draws its weights from a stream of its own and leaves TorchSharp's global generator
/// alone.</summary>
/// <remarks>Weights ~ N(0, gain / fan-in): gain 2 keeps a signal's size through a ReLU (He et al., 2015), gain 1 through a linear layer.
/// Biases 0. A centred filter has its mean subtracted, so that it ignores what all images have in common. After a ReLU every signal is
/// positive, and in a deep network without normalization this common part soon outgrows the differences between images.</remarks>
internal sealed class SeededLayers(ulong seed)
{
    public const double ReluGain = 2,
        LinearGain = 1;

    private int ordinal;

    public Linear Linear(int inputs, int outputs, double gain)
    {
        // On the meta device a layer is made without memory and without drawing; the scope takes the handles that TorchSharp loses there.
        using var scope = NewDisposeScope();
        var layer = nn.Linear(inputs, outputs, device: device("meta"));
        Replace(() => layer.weight!, w => layer.weight = w, Draw([outputs, inputs], inputs, gain));
        Replace(() => layer.bias!, b => layer.bias = b, zeros(outputs));
        return layer;
    }

    public Conv2d Convolution(
        int inputs,
        int outputs,
        int kernel,
        int stride,
        bool bias,
        double gain,
        int padding = 0,
        bool centred = false
    )
    {
        using var scope = NewDisposeScope();
        var layer = nn.Conv2d(inputs, outputs, kernel, stride: stride, padding: padding, bias: bias, device: device("meta"));
        Replace(
            () => layer.weight!,
            w => layer.weight = w,
            Draw([outputs, inputs, kernel, kernel], inputs * kernel * kernel, gain, centred)
        );
        if (bias)
            Replace(() => layer.bias!, b => layer.bias = b, zeros(outputs));
        return layer;
    }

    /// <summary>A convolution without a bias whose weights are <see cref="Truncated"/>, with a kernel and zeros around it of any two
    /// sides.</summary>
    public Conv2d TruncatedConvolution(
        int inputs,
        int outputs,
        (int Rows, int Columns) kernel,
        int stride,
        (int Rows, int Columns) padding,
        double? deviation = null
    )
    {
        using var scope = NewDisposeScope();
        var layer = nn.Conv2d(
            inputs,
            outputs,
            (kernel.Rows, kernel.Columns),
            stride: (stride, stride),
            padding: (padding.Rows, padding.Columns),
            bias: false,
            device: device("meta")
        );
        Replace(
            () => layer.weight!,
            w => layer.weight = w,
            Truncated([outputs, inputs, kernel.Rows, kernel.Columns], deviation ?? Slim(inputs * kernel.Rows * kernel.Columns))
        );
        return layer;
    }

    /// <summary>A linear layer whose weights are <see cref="Truncated"/>, biases 0.</summary>
    public Linear TruncatedLinear(int inputs, int outputs, double? deviation = null)
    {
        using var scope = NewDisposeScope();
        var layer = nn.Linear(inputs, outputs, device: device("meta"));
        Replace(() => layer.weight!, w => layer.weight = w, Truncated([outputs, inputs], deviation ?? Slim(inputs)));
        Replace(() => layer.bias!, b => layer.bias = b, zeros(outputs));
        return layer;
    }

    /// <summary>A dropout layer, or null where p is 0: then there is none.</summary>
    public SeededDropout? Dropout(double probability) => probability == 0 ? null : new SeededDropout(probability, seed, ordinal++);

    public static void Check(int classCount, double dropout)
    {
        if (classCount < 2)
            throw new ArgumentOutOfRangeException(
                nameof(classCount),
                $"A classifier needs at least 2 classes, but {classCount} were asked for."
            );
        if (dropout is not (>= 0 and < 1))
            throw new ArgumentOutOfRangeException(
                nameof(dropout),
                FormattableString.Invariant($"Dropout must lie in [0, 1), but was {dropout}.")
            );
        TorchBackend.EnsureLoaded();
    }

    private Tensor Draw(long[] shape, int fanIn, double gain, bool centred = false)
    {
        var values = new float[shape.Aggregate(1L, (a, b) => a * b)];
        new RandomKey(seed, RandomPurpose.InitialWeights).Stream(ordinal++).FillGaussian(values);
        var deviation = (float)Math.Sqrt(gain / fanIn);
        for (var i = 0; i < values.Length; i++)
            values[i] *= deviation;
        for (var at = 0; centred && at < values.Length; at += fanIn)
        {
            var filter = values.AsSpan(at, fanIn);
            var mean = Mean(filter);
            foreach (ref var value in filter)
                value -= mean;
        }

        return tensor(values, shape);
    }

    // σ of TensorFlow's variance scaling: what is cut off takes 23 % of the variance, which 1.3 gives back.
    private static double Slim(int fanIn) => Math.Sqrt(1.3 * ReluGain / fanIn);

    // Normal, and drawn again where it lies beyond two deviations, as TensorFlow's truncated normal.
    private Tensor Truncated(long[] shape, double deviation)
    {
        var values = new float[shape.Aggregate(1L, (a, b) => a * b)];
        var stream = new RandomKey(seed, RandomPurpose.InitialWeights).Stream(ordinal++);
        stream.FillGaussian(values);
        foreach (ref var value in values.AsSpan())
        {
            while (Math.Abs(value) > 2)
                value = stream.NextGaussianPair().First;
            value *= (float)deviation;
        }

        return tensor(values, shape);
    }

    private static float Mean(ReadOnlySpan<float> values)
    {
        var sum = 0.0;
        foreach (var value in values)
            sum += value;
        return (float)(sum / values.Length);
    }

    private static void Replace(Func<Parameter> old, Action<Parameter> set, Tensor values)
    {
        using var before = old();
        var parameter = new Parameter(values);
        parameter.DetachFromDisposeScope();
        set(parameter);
    }
}
