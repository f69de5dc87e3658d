namespace Generalization.Distributed.Blocks;

/// <summary>What a block has of one entry.</summary>
/// <param name="Entry">The entry.</param>
/// <param name="FirstInEntry">Where the piece begins in the entry, in elements.</param>
/// <param name="FirstInBlock">Where it begins in the block, in elements.</param>
/// <param name="Length">Its elements.</param>
public sealed record BlockPiece(LayoutEntry Entry, int FirstInEntry, int FirstInBlock, int Length);
