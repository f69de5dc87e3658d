namespace Generalization.Imaging.Indexing;

/// <summary>What was found in a folder of pictures.</summary>
/// <param name="Words">How it was looked for; another index is made where that differs.</param>
/// <param name="Layout">How the pictures are laid out.</param>
/// <param name="Classes">The classes' WordNet ids or names, in the order of their labels.</param>
/// <param name="ClassNames">What they are called.</param>
/// <param name="Train">The training pictures.</param>
/// <param name="Test">The test pictures.</param>
/// <param name="PassedOver">What was not read.</param>
/// <param name="Stamps">What must be as it was for the index to hold.</param>
internal sealed record PictureIndex(
    string Words,
    string Layout,
    string[] Classes,
    string[] ClassNames,
    PictureList Train,
    PictureList Test,
    PassedOver[] PassedOver,
    PlaceStamp[] Stamps
)
{
    /// <summary>Whether the folder is as it was: archives and lists by length and time, folders by the time when something was last added,
    /// removed or renamed in them. What was written over in place is noticed when it is read and has another length.</summary>
    public bool Holds(string root) => Stamps.All(s => s.Holds(root));
}
