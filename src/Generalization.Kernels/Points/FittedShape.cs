using Generalization.Data;

namespace Generalization.Kernels.Points;

/// <summary>The shape of the examples that something was fitted to.</summary>
internal static class FittedShape
{
    /// <summary>Refuses examples of another shape, which may have as many values in another order.</summary>
    /// <exception cref="ArgumentException">The examples have another shape.</exception>
    public static void Check(Dataset data, ImageShape images)
    {
        ArgumentNullException.ThrowIfNull(data);
        if (data.Shape != images)
            throw new ArgumentException(
                $"Examples must be of {images}, which the learner was fitted to, but {data.Name} has {data.Shape}.",
                nameof(data)
            );
    }
}
