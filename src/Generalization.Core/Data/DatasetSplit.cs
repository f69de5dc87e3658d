namespace Generalization.Data;

/// <summary>Which part of a data set the examples come from; part of the key of every random draw on them.</summary>
public enum DatasetSplit
{
    /// <summary>What the network is trained on.</summary>
    Train,

    /// <summary>What it never sees in training; its labels stay true.</summary>
    Test,
}
