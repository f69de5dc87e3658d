namespace Generalization.Data;

/// <summary>The examples were read from files whose checksums are the published ones.</summary>
/// <inheritdoc cref="LineageStep"/>
public sealed record PublishedStep(string Operation, ulong? Seed, ContentHash Result) : LineageStep(Operation, Seed, Result);
