using Generalization.Identity;
using static TorchSharp.torch;

namespace Generalization.Training.Updates;

/// <summary>How parameters follow their gradients. It is a description; each training makes an <see cref="IUpdate"/> from it.</summary>
public abstract record Optimizer : IDescribed
{
    /// <summary>Makes the update of a network's trainable parameters.</summary>
    /// <param name="network">The network, which stays the caller's and is where it will be trained.</param>
    public abstract IUpdate Create(nn.Module network);

    /// <summary>λ of the weight decay that the updates do, which a declaration is compared with. Default: 0.</summary>
    public virtual double AppliedWeightDecay => 0;

    /// <summary>What the optimizer is, with all its parameters, for checkpoints. Default: the type's full name and every value that it
    /// holds.</summary>
    public virtual string Describe() => Description.ByType(this);

    private protected static double Range(double value, double least, double below, string name) =>
        value >= least && value < below
            ? value
            : throw new ArgumentOutOfRangeException(
                name,
                FormattableString.Invariant($"{name} must lie in [{least}, {below}), but was {value}.")
            );

    private protected static double Positive(double value, string name) =>
        value > 0 && double.IsFinite(value)
            ? value
            : throw new ArgumentOutOfRangeException(
                name,
                FormattableString.Invariant($"{name} must be positive and finite, but was {value}.")
            );
}
