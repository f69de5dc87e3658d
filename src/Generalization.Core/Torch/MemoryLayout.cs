namespace Generalization.Torch;

/// <summary>The order of a batch of images in memory.</summary>
public enum MemoryLayout
{
    /// <summary>Image, channel, row, column: n, C, H, W.</summary>
    Contiguous,

    /// <summary>Image, row, column, channel: n, H, W, C, which libtorch's convolutions, pools and normalizations keep. Faster for networks
    /// of convolutions (docs/benchmarks.md); a network that calls <c>view</c> on images must call <c>reshape</c> or <c>flatten</c>
    /// instead.</summary>
    ChannelsLast,
}
