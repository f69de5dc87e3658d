using System.Collections.Immutable;
using System.Globalization;
using Generalization.Distributed.Blocks;
using static TorchSharp.torch;

namespace Generalization.Distributed.Checkpoints;

/// <summary>What an optimizer keeps, of the network on one machine and of its blocks: the same numbers, cut where the blocks are.</summary>
internal static class UpdateStates
{
    /// <summary>That of the network, by the names that an update gives on one machine; the caller's.</summary>
    public static ImmutableSortedDictionary<string, Tensor> Merge(ParameterLayout layout, IReadOnlyList<BlockState> blocks)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        var merged = new Dictionary<string, Tensor>();
        foreach (var block in blocks)
        foreach (var (name, kept) in block.Update)
        {
            var (index, suffix) = Parse(name);
            var piece = layout.Blocks[block.Index].Pieces[index];
            var whole = piece.Entry.Name + suffix;
            if (kept.numel() != piece.Length || kept.dim() == 0)
            {
                merged[whole] = kept.clone();
                continue;
            }

            if (!merged.TryGetValue(whole, out var target))
                merged.Add(whole, target = zeros(piece.Entry.Length, kept.dtype));
            target.narrow(0, piece.FirstInEntry, piece.Length).copy_(kept.view(-1));
        }

        var shapes = layout.Entries.ToDictionary(e => e.Name, e => e);
        return merged.ToImmutableSortedDictionary(
            m => m.Key,
            m => (Entry(shapes, m.Key) is { } e && m.Value.dim() == 1 ? m.Value.view([.. e.Shape]) : m.Value).DetachFromDisposeScope(),
            StringComparer.Ordinal
        );
    }

    /// <summary>That of a block; the caller's.</summary>
    public static ImmutableSortedDictionary<string, Tensor> Split(BlockSlice slice, IReadOnlyDictionary<string, Tensor> whole)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        var entries = slice.Pieces.Select(p => p.Entry).ToDictionary(e => e.Name, e => e);
        var split = ImmutableSortedDictionary.CreateBuilder<string, Tensor>(StringComparer.Ordinal);
        foreach (var (name, kept) in whole)
            if (Entry(entries, name) is { } entry)
                foreach (var (piece, index) in slice.Pieces.Select((p, i) => (p, i)).Where(p => p.p.Entry == entry))
                {
                    var own =
                        kept.dim() > 0 && kept.numel() == entry.Length
                            ? kept.contiguous()
                                .view(-1)
                                .narrow(0, piece.FirstInEntry, piece.Length)
                                .view(entry.Shape.Length >= 2 ? [1, piece.Length] : [piece.Length])
                            : kept;
                    split.Add(BlockModule.NameOf(index) + name[entry.Name.Length..], own.clone().DetachFromDisposeScope());
                }

        return split.ToImmutable();
    }

    // The name itself, or the name and what the optimizer calls the tensor.
    private static LayoutEntry? Entry(Dictionary<string, LayoutEntry> entries, string name) =>
        entries.TryGetValue(name, out var same) ? same
        : name.LastIndexOf('.') is > 0 and var dot && entries.TryGetValue(name[..dot], out var before) ? before
        : null;

    private static (int Index, string Suffix) Parse(string name)
    {
        var digits = name.Skip("piece".Length).TakeWhile(char.IsAsciiDigit).Count();
        var end = "piece".Length + digits;
        return (int.Parse(name.AsSpan("piece".Length, digits), NumberStyles.None, CultureInfo.InvariantCulture), name[end..]);
    }
}
