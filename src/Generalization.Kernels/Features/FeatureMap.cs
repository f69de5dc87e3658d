using Generalization.Data;
using static TorchSharp.torch;

namespace Generalization.Kernels.Features;

/// <summary>Features of images, computed block by block, so that more features can be used than fit in memory.</summary>
/// <remarks>An immutable description: the same call gives the same bits on the same device. An image's features agree to a millionth
/// whatever images are beside it; a library may sum in another order when there are more of them.</remarks>
public abstract class FeatureMap
{
    /// <summary>The map's name in command lines and results, for example "gabor".</summary>
    public abstract string Name { get; }

    /// <summary>The number of features of an image, over all blocks.</summary>
    public abstract int Dimension { get; }

    /// <summary>The number of blocks.</summary>
    public abstract int BlockCount { get; }

    /// <summary>The features of the widest block, which decide the memory that streaming takes. Default: an even share.</summary>
    public virtual int BlockWidth => (Dimension + BlockCount - 1) / BlockCount;

    /// <summary>The features of one block.</summary>
    /// <param name="block">Which, in [0, <see cref="BlockCount"/>).</param>
    /// <param name="images">The images, of the shape that the map was made for.</param>
    /// <param name="device">Where to compute. Default: the CPU.</param>
    /// <param name="token">Ends the work early.</param>
    /// <returns>(N, width of the block), float32, on the device; the caller's.</returns>
    public abstract Tensor Block(int block, Dataset images, Device? device = null, CancellationToken token = default);
}
