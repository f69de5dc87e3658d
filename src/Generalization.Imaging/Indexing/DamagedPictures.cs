namespace Generalization.Imaging.Indexing;

/// <summary>What becomes of pictures that are found to be damaged when they are indexed.</summary>
public enum DamagedPictures
{
    /// <summary>They are refused, with their number and the first one's name.</summary>
    Refuse,

    /// <summary>They are left out and counted among what was passed over.</summary>
    PassOver,
}
