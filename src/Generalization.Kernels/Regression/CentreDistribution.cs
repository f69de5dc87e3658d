namespace Generalization.Kernels.Regression;

/// <summary>What random centres of a kernel are drawn from, on the scale that points are compared in: pixels/255, or raw values.</summary>
public enum CentreDistribution
{
    /// <summary>Each coordinate from a Gaussian with the mean and the population variance of the training points in that
    /// coordinate.</summary>
    Gaussian,

    /// <summary>Each coordinate uniformly between the smallest and the largest value of all training points: [0, 1] of images that have
    /// black and white.</summary>
    Uniform,
}
