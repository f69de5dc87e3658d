namespace Generalization.Distributed.Blocks;

/// <summary>What became of a gradient.</summary>
public enum PushOutcome
{
    /// <summary>It is part of an update, or waits for others to make one.</summary>
    Taken,

    /// <summary>The block has the part already, so that nothing was changed.</summary>
    Duplicate,

    /// <summary>The round that it is of has its update, so that nothing was changed.</summary>
    Late,
}
