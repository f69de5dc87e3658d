using Generalization.Distributed.Blocks;
using Generalization.Torch;
using static TorchSharp.torch;

namespace Generalization.Distributed.Workers;

/// <summary>A network seen as the flattened one: blocks are copied straight into its parameters and out of its gradients.</summary>
/// <remarks>Where parameters are contiguous float32 on the CPU nothing lies between. Others, such as channels-last weights, are copied
/// once more.</remarks>
public sealed class FlatNetwork : IDisposable
{
    private readonly Value[] values;

    /// <summary>Sees a network so.</summary>
    /// <param name="network">The network; stays the caller's, on its device and in its layout.</param>
    /// <param name="layout">Its layout.</param>
    public FlatNetwork(nn.Module network, ParameterLayout layout)
    {
        ArgumentNullException.ThrowIfNull(network);
        Layout = layout ?? throw new ArgumentNullException(nameof(layout));
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        values = [.. ParameterLayout.Values(network).Where(v => v.Value.numel() > 0).Select(v => new Value(v.Value))];
        Indices = layout.Entries.Select((e, i) => (e, i)).ToDictionary(e => e.e, e => e.i);
    }

    /// <summary>The layout.</summary>
    public ParameterLayout Layout { get; }

    private Dictionary<LayoutEntry, int> Indices { get; }

    /// <summary>Copies a block into the network; <see cref="Commit"/> ends it.</summary>
    /// <param name="slice">The block.</param>
    /// <param name="block">Its numbers.</param>
    public void Load(BlockSlice slice, ReadOnlySpan<float> block)
    {
        ArgumentNullException.ThrowIfNull(slice);
        foreach (var piece in slice.Pieces)
            block
                .Slice(piece.FirstInBlock, piece.Length)
                .CopyTo(Span(values[Indices[piece.Entry]].Flat).Slice(piece.FirstInEntry, piece.Length));
    }

    /// <summary>The blocks that were loaded are the network's from here on.</summary>
    public void Commit()
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        foreach (var value in values)
            value.Commit();
    }

    /// <summary>Looks at the gradients that a backward pass left, and the averages, for <see cref="ReadGradient"/>.</summary>
    public void Gather()
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        foreach (var value in values)
            value.Gather();
    }

    /// <summary>Copies a block's gradient out: zeros where a parameter has none, and where an entry is an average its value.</summary>
    /// <param name="slice">The block.</param>
    /// <param name="block">Written to; the block's length.</param>
    public void ReadGradient(BlockSlice slice, Span<float> block)
    {
        ArgumentNullException.ThrowIfNull(slice);
        foreach (var piece in slice.Pieces)
        {
            var target = block.Slice(piece.FirstInBlock, piece.Length);
            if (values[Indices[piece.Entry]].Gathered is { } gradient)
                Span(gradient).Slice(piece.FirstInEntry, piece.Length).CopyTo(target);
            else
                target.Clear();
        }
    }

    /// <summary>Copies the whole network out.</summary>
    /// <param name="all">Written to; the layout's length.</param>
    public void ReadWeights(Span<float> all)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        foreach (var entry in Layout.Entries)
        {
            var whole = values[Indices[entry]].Now();
            Span(whole).CopyTo(all.Slice(entry.First, entry.Length));
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var value in values)
            value.Dispose();
    }

    private static unsafe Span<float> Span(Tensor flat) => new(TensorMemory.Pointer(flat), (int)flat.NumberOfElements);

    private sealed class Value : IDisposable
    {
        private readonly Tensor own,
            alias;
        private readonly bool isStaged;

        public Value(Tensor own)
        {
            this.own = own;
            alias = own.detach().DetachFromDisposeScope();
            isStaged = own.dtype != ScalarType.Float32 || own.device_type != TorchSharp.DeviceType.CPU || !alias.is_contiguous();
            Flat = (isStaged ? zeros(own.numel()) : alias.view(-1)).DetachFromDisposeScope();
        }

        /// <summary>(n), float32: its memory, or what is copied to it.</summary>
        public Tensor Flat { get; }

        /// <summary>(n), float32; null where there is none.</summary>
        public Tensor? Gathered { get; private set; }

        public void Commit()
        {
            if (!isStaged)
                return;
            using var shaped = Flat.view(alias.shape);
            alias.copy_(alias.is_floating_point() ? shaped : shaped.round());
        }

        public void Gather()
        {
            Gathered?.Dispose();
            Gathered = (own.requires_grad ? own.grad?.to(ScalarType.Float32).cpu().contiguous().view(-1) : Now())?.DetachFromDisposeScope();
        }

        public Tensor Now() => alias.to(ScalarType.Float32).cpu().contiguous().view(-1);

        public void Dispose()
        {
            alias.Dispose();
            Flat.Dispose();
            Gathered?.Dispose();
        }
    }
}
