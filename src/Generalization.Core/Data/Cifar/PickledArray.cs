namespace Generalization.Data.Cifar;

/// <summary>A numpy array as it lies in a pickle.</summary>
/// <param name="Shape">Its sizes.</param>
/// <param name="Type">Its dtype, for example "u1".</param>
/// <param name="Bytes">Its content.</param>
internal sealed record PickledArray(long[] Shape, string Type, byte[] Bytes);
