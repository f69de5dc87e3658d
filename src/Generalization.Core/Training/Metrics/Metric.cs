using Generalization.Identity;
using Generalization.Inputs;
using static TorchSharp.torch;

namespace Generalization.Training.Metrics;

/// <summary>A number besides loss and accuracy that evaluations compute on training and test set: the mean of one number per
/// example.</summary>
public abstract record Metric : IDescribed
{
    /// <summary>The name under which a history has it, for example "top-5".</summary>
    public abstract string Name { get; }

    /// <summary>The sum over a batch's examples.</summary>
    /// <param name="outputs">(n, k), float32.</param>
    /// <param name="batch">The batch with its labels and targets; stays the caller's.</param>
    /// <returns>A scalar of any type, on the device, in the caller's dispose scope.</returns>
    public abstract Tensor Sum(Tensor outputs, Batch batch);

    /// <summary>What the metric is, with all its parameters, for checkpoints. Default: the type's full name and every value that it
    /// holds.</summary>
    public virtual string Describe() => Description.ByType(this);
}
