using System.Collections.Immutable;
using Generalization.Data;

namespace Generalization.Imaging.ImageNet;

/// <summary>What a folder of ImageNet gave.</summary>
/// <param name="Data">Training and validation pictures, decoded when they are read.</param>
/// <param name="Layout">How they lie in the folder.</param>
/// <param name="WordNetIds">The classes' WordNet ids, in the order of their labels.</param>
/// <param name="PassedOver">The files that were not read, by reason.</param>
public sealed record ImageNetContent(
    TrainTestData Data,
    ImageNetLayout Layout,
    ImmutableArray<string> WordNetIds,
    ImmutableArray<PassedOver> PassedOver
)
{
    /// <summary>A sentence or two: how many pictures there are, and how many files were passed over and why.</summary>
    public string Describe() => new ImageFolderContent(Data, PassedOver).Describe();
}
