namespace Generalization.Imaging.Indexing;

/// <summary>A folder or an archive that pictures lie in.</summary>
/// <param name="Path">Its path below the root, with / between its parts; empty for the root.</param>
/// <param name="Kind">What it is.</param>
internal sealed record PicturePlace(string Path, PlaceKind Kind);
