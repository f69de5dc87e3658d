using System.Globalization;
using Generalization.Kernels.LeastNorm;

namespace Generalization.Experiments.Kinds.LeastNorm;

/// <summary>Where a descent is.</summary>
/// <param name="Name">Which way.</param>
/// <param name="Epochs">Its epochs.</param>
/// <param name="Point">Where it is.</param>
public sealed record DescentAt(string Name, int Epochs, LeastSquaresPathPoint Point) : KindProgress
{
    /// <inheritdoc/>
    public override string Words =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{Name} · epoch {Point.Epoch}/{Epochs} · loss {Point.Loss:0.0E+0} · distance {Point.Distance:G4}"
        );
}
