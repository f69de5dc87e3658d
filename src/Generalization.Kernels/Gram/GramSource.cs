using static TorchSharp.torch;

namespace Generalization.Kernels.Gram;

/// <summary>Where a Gram matrix comes from: fills any panels of its lower triangle, as often as it is asked.</summary>
internal abstract class GramSource
{
    public abstract int Count { get; }

    /// <summary>Floating-point operations of one element.</summary>
    public abstract double OperationsPerElement { get; }

    /// <summary>Fills panels first … last − 1, which are allocated.</summary>
    public abstract void Fill(TrianglePanels panels, int first, int last, Action<double> progress, CancellationToken token);

    /// <summary>Whether <see cref="FillTile"/> works.</summary>
    public virtual bool ComputesTiles => true;

    /// <summary>Fills one tile anew, with the exact diagonal where it crosses it.</summary>
    public abstract void FillTile(Tensor tile, int firstRow, int firstColumn);

    /// <summary>The diagonal, (n), float64; the caller's.</summary>
    public abstract Tensor Diagonal();
}
