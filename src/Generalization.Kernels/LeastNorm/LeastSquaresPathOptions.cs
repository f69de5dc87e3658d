using System.Globalization;

namespace Generalization.Kernels.LeastNorm;

/// <summary>How a least-squares problem is descended.</summary>
public sealed record LeastSquaresPathOptions
{
    /// <summary>Passes over the data; at least 1. Default: 100.</summary>
    public int Epochs
    {
        get;
        init =>
            field =
                value >= 1 ? value : throw new ArgumentOutOfRangeException(nameof(Epochs), $"Epochs must be at least 1, but was {value}.");
    } = 100;

    /// <summary>Points in a step of SGD; at least 1. Default: null, all of them, gradient descent.</summary>
    public int? BatchSize
    {
        get;
        init =>
            field = value is null or >= 1
                ? value
                : throw new ArgumentOutOfRangeException(nameof(BatchSize), $"BatchSize must be at least 1, but was {value}.");
    }

    /// <summary>The step on the gradient of ‖Xw − y‖²/(2m) over a batch of m; positive and finite.</summary>
    /// <remarks>Default: null, which is 1/λ₁ of the Hessian in gradient descent and 1/maxᵢ ‖xᵢ‖² in SGD, no more than 1/λ₁ of any
    /// batch.</remarks>
    public double? LearningRate
    {
        get;
        init =>
            field =
                value is null || (value > 0 && double.IsFinite(value.Value))
                    ? value
                    : throw new ArgumentOutOfRangeException(
                        nameof(LearningRate),
                        string.Create(CultureInfo.InvariantCulture, $"LearningRate must be positive and finite, but was {value}.")
                    );
    }

    /// <summary>Decides the order of the points in each epoch of SGD. Default: 0.</summary>
    public ulong Seed { get; init; }
}
