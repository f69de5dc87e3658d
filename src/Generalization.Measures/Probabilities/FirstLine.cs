namespace Generalization.Measures.Probabilities;

/// <summary>What the first line of a CSV file of probabilities is.</summary>
internal enum FirstLine
{
    /// <summary>The probabilities of an example.</summary>
    Row,

    /// <summary>The names of the columns.</summary>
    Header,

    /// <summary>It may be either.</summary>
    Unsure,
}
