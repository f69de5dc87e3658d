using Generalization.Data;

namespace Generalization.Inputs;

/// <summary>Gives the pixels of images by their positions, from several threads at once.</summary>
internal interface IPixelReader
{
    /// <summary>The pixels of some images, in the order given.</summary>
    PixelArray Read(ReadOnlySpan<long> positions);
}
