namespace Generalization.Distributed.Checkpoints;

/// <summary>A block's file in a checkpoint.</summary>
/// <param name="File">Its name, in the checkpoint's folder.</param>
/// <param name="Hash">The SHA-256 of its bytes.</param>
/// <param name="Version">The block's version.</param>
public sealed record BlockFileEntry(string File, string Hash, long Version);
