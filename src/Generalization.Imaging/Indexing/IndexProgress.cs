namespace Generalization.Imaging.Indexing;

/// <summary>How far the indexing of a folder of pictures is.</summary>
/// <param name="Doing">What is done, for example "finding" or "decoding".</param>
/// <param name="Pictures">The pictures so far.</param>
/// <param name="Of">How many there will be; null while that is not known.</param>
public sealed record IndexProgress(string Doing, int Pictures, int? Of = null);
