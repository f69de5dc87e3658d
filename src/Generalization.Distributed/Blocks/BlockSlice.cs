using System.Collections.Immutable;

namespace Generalization.Distributed.Blocks;

/// <summary>A consecutive part of the flattened network.</summary>
/// <param name="Index">The block's number, from 0.</param>
/// <param name="First">Where it begins, in elements.</param>
/// <param name="Length">Its elements.</param>
/// <param name="Pieces">What it has of which entries, in order.</param>
public sealed record BlockSlice(int Index, int First, int Length, ImmutableArray<BlockPiece> Pieces);
