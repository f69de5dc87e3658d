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
        Lay(ChannelsLastBatches.Lay);
    }

    /// <summary>The batches in this layout; the result owns them.</summary>
    public IBatchSource Of(IBatchSource batches) => layout == MemoryLayout.ChannelsLast ? new ChannelsLastBatches(batches) : batches;

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
}
