namespace Generalization.Learning;

/// <summary>How many of the labels were fitted that nothing but the example itself explains.</summary>
public enum Memorized
{
    /// <summary>No such label is known: the training labels are true, and what was learned may explain them.</summary>
    Unknown,

    /// <summary>No more than the largest class alone would give.</summary>
    None,

    /// <summary>More than the largest class alone would give, and less than 99 %.</summary>
    Part,

    /// <summary>At least 99 %.</summary>
    All,
}
