using Generalization.Inputs;
using Generalization.Torch;
using static TorchSharp.torch;

namespace Generalization.Training;

/// <summary>Lays a network's convolution weights and its inputs out for the training, and the weights back afterwards.</summary>
/// <remarks>TorchSharp has no memory formats, but libtorch goes by strides: a permuted view of (n, H, W, C) is channels-last to
/// it.</remarks>
internal sealed class NetworkLayout : IDisposable
{
    private readonly nn.Module network;
    private readonly MemoryLayout layout;

    public NetworkLayout(nn.Module network, MemoryLayout layout)
    {
        (this.network, this.layout) = (network, layout);
        Lay(ChannelsLast);
    }

    /// <summary>The images in this layout; the result owns them.</summary>
    public ITrainingImages Of(ITrainingImages images) => layout == MemoryLayout.ChannelsLast ? new ChannelsLastImages(images) : images;

    public void Dispose() => Lay(weights => weights.contiguous());

    private void Lay(Func<Tensor, Tensor> change)
    {
        if (layout == MemoryLayout.Contiguous)
            return;
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        foreach (var (_, weights) in network.named_parameters())
            if (weights.dim() == 4)
                weights.set_(change(weights.detach()));
    }

    // (n, C, H, W) of the same values.
    private static Tensor ChannelsLast(Tensor images) => images.permute(0, 2, 3, 1).contiguous().permute(0, 3, 1, 2);

    private sealed class ChannelsLastImages(ITrainingImages images) : ITrainingImages
    {
        public Tensor Labels => images.Labels;

        public int ClassCount => images.ClassCount;

        public int Count => images.Count;

        public Tensor Range(int first, int count) => ChannelsLast(images.Range(first, count));

        public Tensor Batch(Tensor positions, ReadOnlySpan<long> onHost, int epoch) => ChannelsLast(images.Batch(positions, onHost, epoch));

        public void Dispose() => images.Dispose();
    }
}
