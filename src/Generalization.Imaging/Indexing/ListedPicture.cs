namespace Generalization.Imaging.Indexing;

/// <summary>A picture as a layout finds it.</summary>
/// <param name="Place">Where it lies, an ordinal of the list's places.</param>
/// <param name="Name">Its file's name.</param>
/// <param name="Stem">The name that it has in each layout.</param>
/// <param name="Offset">Where it begins in an archive, in bytes; 0 for a file of its own.</param>
/// <param name="Length">Its length in bytes.</param>
/// <param name="Label">Its class.</param>
internal readonly record struct ListedPicture(int Place, string Name, string Stem, long Offset, int Length, int Label);
