namespace Generalization.Training.Updates;

/// <summary>Which parameters weight decay acts on.</summary>
public enum DecayedParameters
{
    /// <summary>All.</summary>
    All,

    /// <summary>Those of at least two dimensions: the weights of linear and convolution layers, without biases and normalization.</summary>
    Weights,
}
