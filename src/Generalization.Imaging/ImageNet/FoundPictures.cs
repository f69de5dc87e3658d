using Generalization.Imaging.Indexing;

namespace Generalization.Imaging.ImageNet;

/// <summary>What a layout found.</summary>
/// <param name="Classes">The classes' WordNet ids, sorted.</param>
/// <param name="Train">The training pictures.</param>
/// <param name="Test">The validation pictures.</param>
internal sealed record FoundPictures(string[] Classes, PictureList Train, PictureList Test);
