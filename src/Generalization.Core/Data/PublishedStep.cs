namespace Generalization.Data;

/// <summary>The examples were read from published files, whose checksums are those that are published.</summary>
/// <inheritdoc cref="LineageStep"/>
public sealed record PublishedStep(string Operation, ulong? Seed, ContentHash Result) : LineageStep(Operation, Seed, Result);
