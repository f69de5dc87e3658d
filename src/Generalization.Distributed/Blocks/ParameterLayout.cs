using System.Collections.Immutable;
using static TorchSharp.torch;

namespace Generalization.Distributed.Blocks;

/// <summary>A network flattened, float32: its trainable parameters in their order and then the averages that it keeps; and that cut into
/// blocks.</summary>
/// <remarks>A network's running averages travel with the gradients: an update makes them the mean of those that the update's workers had
/// after their parts.</remarks>
public sealed record ParameterLayout
{
    /// <summary>The bytes of a block's parameters unless another number is asked for: 1 MiB.</summary>
    public const int DefaultBlockBytes = 1 << 20;

    /// <summary>The most bytes of a block's parameters: 4 MiB, far below what a message may have.</summary>
    public const int MostBlockBytes = 4 << 20;

    // A multiple of the widest vectors, so that libtorch's fused update takes most pieces.
    private const int Multiple = 16;

    private ParameterLayout(ImmutableArray<LayoutEntry> entries, ImmutableArray<BlockSlice> blocks) =>
        (Entries, Blocks) = (entries, blocks);

    /// <summary>The entries, in order.</summary>
    public ImmutableArray<LayoutEntry> Entries { get; }

    /// <summary>The blocks, in order.</summary>
    public ImmutableArray<BlockSlice> Blocks { get; }

    /// <summary>The elements of all entries.</summary>
    public int Length => Entries[^1].First + Entries[^1].Length;

    /// <summary>A network's layout.</summary>
    /// <param name="network">The network; all its trainable parameters are float32.</param>
    /// <param name="blockBytes">The most bytes of a block's parameters, from 64 to <see cref="MostBlockBytes"/>.</param>
    /// <exception cref="ArgumentException">A parameter has another type, or there is none to train.</exception>
    public static ParameterLayout Of(nn.Module network, int blockBytes = DefaultBlockBytes)
    {
        ArgumentNullException.ThrowIfNull(network);
        if (blockBytes is < 64 or > MostBlockBytes)
            throw new ArgumentOutOfRangeException(
                nameof(blockBytes),
                $"A block must have from 64 to {MostBlockBytes} bytes of parameters, but was to have {blockBytes}."
            );
        var entries = ImmutableArray.CreateBuilder<LayoutEntry>();
        var first = 0;
        foreach (var (name, value, isAverage) in Values(network))
        {
            var length = checked((int)value.numel());
            if (length > 0)
                entries.Add(new LayoutEntry(name, [.. value.shape], first, length, isAverage));
            first = checked(first + length);
        }

        return entries.Count > 0 && !entries[0].IsAverage
            ? new ParameterLayout(entries.ToImmutable(), Cut(entries, first, blockBytes / sizeof(float)))
            : throw new ArgumentException("A network needs parameters to train, but has none; unfreeze some.", nameof(network));
    }

    /// <summary>The values of a network that the layout is of, with their names.</summary>
    internal static IEnumerable<(string Name, Tensor Value, bool IsAverage)> Values(nn.Module network) =>
        [
            .. network.named_parameters().Where(p => p.parameter.requires_grad).Select(p => (p.name, Checked(p.name, p.parameter), false)),
            .. network.named_buffers().Select(b => (b.name, b.buffer, true)),
        ];

    private static Tensor Checked(string name, Tensor parameter) =>
        parameter.dtype == ScalarType.Float32
            ? parameter
            : throw new ArgumentException($"A network's parameters must be float32, but {name} is {parameter.dtype}; convert them.");

    private static ImmutableArray<BlockSlice> Cut(IReadOnlyList<LayoutEntry> entries, int length, int most)
    {
        var count = (length + most - 1) / most;
        var each = Math.Min(most, ((length + count - 1) / count + Multiple - 1) / Multiple * Multiple);
        var blocks = ImmutableArray.CreateBuilder<BlockSlice>();
        for (var first = 0; first < length; first += each)
        {
            var end = Math.Min(length, first + each);
            var pieces =
                from entry in entries
                let begin = Math.Max(first, entry.First)
                let stop = Math.Min(end, entry.First + entry.Length)
                where begin < stop
                select new BlockPiece(entry, begin - entry.First, begin - first, stop - begin);
            blocks.Add(new BlockSlice(blocks.Count, first, end - first, [.. pieces]));
        }

        return blocks.ToImmutable();
    }
}
