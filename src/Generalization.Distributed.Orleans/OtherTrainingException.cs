namespace Generalization.Distributed.Orleans;

/// <summary>A process came to a cluster that does another training.</summary>
/// <param name="message">What differs.</param>
[GenerateSerializer]
[Alias("generalization.other-training")]
public sealed class OtherTrainingException(string message) : Exception(message);
