namespace Generalization.Imaging.Indexing;

/// <summary>How pictures are looked at when they are indexed.</summary>
public enum PictureCheck
{
    /// <summary>By their lengths: an empty file is found. What else is damaged ends the training that meets it.</summary>
    Lengths,

    /// <summary>Each is decoded once as a whole, on all processors, so that no training meets a damaged one.</summary>
    Whole,
}
