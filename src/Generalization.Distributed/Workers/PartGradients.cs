using Generalization.Distributed.Blocks;
using Generalization.Distributed.Work;
using Generalization.Inputs;
using Generalization.Training;
using static TorchSharp.torch;

namespace Generalization.Distributed.Workers;

/// <summary>Gradients of parts by this process's own forward and backward pass.</summary>
/// <remarks>A part's inputs, and what layers such as dropout draw for it, depend on the seed and the part alone.</remarks>
public sealed class PartGradients : IPartGradients
{
    private readonly nn.Module<Tensor, Tensor> network;
    private readonly IBatchSource batches;
    private readonly BackwardPass pass;
    private readonly IRandomModule[] drawing;
    private readonly int batchSize;

    /// <summary>Computes with a network.</summary>
    /// <param name="network">The network; this one's from now on.</param>
    /// <param name="layout">Its layout.</param>
    /// <param name="batches">The training set's batches; this one's from now on.</param>
    /// <param name="options">Batch size, loss, an auxiliary head's weight and precision.</param>
    public PartGradients(nn.Module<Tensor, Tensor> network, ParameterLayout layout, IBatchSource batches, TrainingOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        this.network = network ?? throw new ArgumentNullException(nameof(network));
        this.batches = batches ?? throw new ArgumentNullException(nameof(batches));
        batchSize = options.BatchSize;
        pass = new BackwardPass(network, options.Loss, options.Precision, options.AuxiliaryWeight);
        drawing = [.. network.modules().Prepend(network).OfType<IRandomModule>()];
        Flat = new FlatNetwork(network, layout);
    }

    /// <summary>The network, flattened, for blocks that come and go one by one.</summary>
    public FlatNetwork Flat { get; }

    /// <summary>Computes the gradient of a part from the network as it is, and gathers it.</summary>
    /// <param name="part">The part.</param>
    public PartLoss Step(WorkPart part)
    {
        using var scope = NewDisposeScope();
        network.train();
        foreach (var module in drawing)
            module.Position = part.Number;
        using var batch = batches.Epoch(part.Epoch, batchSize, part.Index).First();
        var (loss, outputs) = pass.Compute(batch);
        using var noGrad = no_grad();
        Flat.Gather();
        var correct = batch.Targets is null ? outputs.argmax(1).eq(batch.Labels).sum().item<long>() : 0;
        return new PartLoss(loss.to(ScalarType.Float32).item<float>(), (int)correct);
    }

    /// <inheritdoc/>
    public PartLoss Compute(WorkPart part, ReadOnlySpan<float> weights, Span<float> gradient)
    {
        foreach (var block in Flat.Layout.Blocks)
            Flat.Load(block, weights.Slice(block.First, block.Length));
        Flat.Commit();
        var loss = Step(part);
        foreach (var block in Flat.Layout.Blocks)
            Flat.ReadGradient(block, gradient.Slice(block.First, block.Length));
        return loss;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Flat.Dispose();
        pass.Dispose();
        batches.Dispose();
        network.Dispose();
    }
}
