using static TorchSharp.torch;

namespace Generalization.Models.Layers;

/// <summary>Each channel's mean, and the a and b of max(0, a·x + b).</summary>
internal sealed unsafe class NormalizedState : BranchState
{
    private readonly double[] mean,
        perUnit;
    private readonly bool isScaled;
    private readonly float[] centre;
    private readonly int statisticsRows;

    /// <param name="mean">μ.</param>
    /// <param name="variance">σ².</param>
    /// <param name="normalization">Gives β, γ and ε.</param>
    /// <param name="statisticsRows">The number of rows that the statistics are of; 0 where they are running ones, which the input does not
    /// move.</param>
    public NormalizedState(double[] mean, double[] variance, ChannelNormalization normalization, int statisticsRows)
    {
        (this.mean, this.statisticsRows) = (mean, statisticsRows);
        var (shift, learned) = (normalization.ShiftValues(), normalization.ScaleValues());
        (perUnit, isScaled) = (new double[mean.Length], learned is not null);
        (Scale, Offset, centre) = (new float[mean.Length], new float[mean.Length], new float[mean.Length]);
        for (var c = 0; c < mean.Length; c++)
        {
            perUnit[c] = 1 / Math.Sqrt(variance[c] + ChannelNormalization.Epsilon);
            var scale = (learned?[c] ?? 1) * perUnit[c];
            (Scale[c], Offset[c], centre[c]) = ((float)scale, (float)(shift[c] - mean[c] * scale), (float)mean[c]);
        }
    }

    /// <summary>a = γ / √(σ² + ε).</summary>
    public float[] Scale { get; }

    /// <summary>b = β − a·μ.</summary>
    public float[] Offset { get; }

    /// <summary>With g the gradient behind the ReLU: ∂β = Σ g, ∂γ = Σ g·x̂, ∂x = a·(g − Σ g/m − x̂·Σ g·x̂/m); a·g where the statistics are
    /// running ones.</summary>
    public override (Tensor Input, Tensor[] Parameters) Backward(ushort* gradient, int stride, Tensor input, Tensor? kept)
    {
        var (shape, channels) = (input.shape, mean.Length);
        var rows = (int)(input.NumberOfElements / channels);
        var memory = (ushort*)Pointer(input);
        var (sum, product) = NormalizationKernels.GradientSums(gradient, stride, memory, rows, channels, Scale, Offset, centre);
        var (slope, constant) = (new float[channels], new float[channels]);
        var (ofShift, ofScale) = (new float[channels], new float[channels]);
        for (var c = 0; c < channels; c++)
        {
            // Σ g·(x − μ); the sums are about the mean as float32 has it.
            var centred = product[c] - (mean[c] - centre[c]) * sum[c];
            (ofShift[c], ofScale[c]) = ((float)sum[c], (float)(perUnit[c] * centred));
            if (statisticsRows == 0)
                continue;
            double scale = Scale[c];
            // Without γ the two are one number, rounded as it is used elsewhere.
            var inverse = isScaled ? perUnit[c] : scale;
            var steepness = scale * inverse * inverse * centred / statisticsRows;
            (slope[c], constant[c]) = ((float)steepness, (float)(mean[c] * steepness - scale * sum[c] / statisticsRows));
        }

        var result = Empty(shape[0], shape[1], shape[2], shape[3]);
        NormalizationKernels.InputGradient(
            gradient,
            stride,
            memory,
            rows,
            channels,
            Scale,
            Offset,
            slope,
            constant,
            (ushort*)Pointer(result)
        );
        return (result, isScaled ? [tensor(ofShift), tensor(ofScale)] : [tensor(ofShift)]);
    }
}
