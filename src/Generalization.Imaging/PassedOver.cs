namespace Generalization.Imaging;

/// <summary>Files of a folder of pictures that were not read.</summary>
/// <param name="Reason">Why, for example "hidden", to follow their number.</param>
/// <param name="Files">How many, at least 1.</param>
/// <param name="Example">The first one found.</param>
public sealed record PassedOver(string Reason, int Files, string Example);
