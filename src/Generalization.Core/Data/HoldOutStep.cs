namespace Generalization.Data;

/// <summary>The examples were held out of the training set, to choose by and not to report.</summary>
/// <inheritdoc cref="LineageStep"/>
public sealed record HoldOutStep(string Operation, ulong? Seed, ContentHash Result) : LineageStep(Operation, Seed, Result);
