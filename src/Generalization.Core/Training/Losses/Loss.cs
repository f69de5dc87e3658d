using Generalization.Identity;
using Generalization.Inputs;
using Generalization.Torch;
using static TorchSharp.torch;

namespace Generalization.Training.Losses;

/// <summary>The loss that a training minimizes and reports.</summary>
public abstract record Loss : IDescribed
{
    /// <summary>The mean over a batch's examples. Gradients are those of this mean.</summary>
    /// <param name="outputs">(n, k), float32.</param>
    /// <param name="batch">The batch with its labels and targets; stays the caller's.</param>
    /// <returns>A scalar, in the caller's dispose scope.</returns>
    public abstract Tensor Mean(Tensor outputs, Batch batch);

    /// <summary>The sum over a batch's examples, from which evaluations compute their mean. Default: n times <see cref="Mean"/>.</summary>
    /// <inheritdoc cref="Mean"/>
    public virtual Tensor Sum(Tensor outputs, Batch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        return Mean(outputs, batch).Times(batch.Count);
    }

    /// <summary>How many outputs a network must have; null where any number will do. Default: one for each class.</summary>
    /// <param name="classCount">The number of classes.</param>
    /// <param name="targetCount">The number of real targets of an example; null where labels are what is learned.</param>
    public virtual int? OutputCount(int classCount, int? targetCount) => classCount;

    /// <summary>What the loss is, with all its parameters, for checkpoints. Default: the type's full name and every value that it
    /// holds.</summary>
    public virtual string Describe() => Description.ByType(this);
}
