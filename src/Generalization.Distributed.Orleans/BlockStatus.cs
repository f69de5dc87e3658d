namespace Generalization.Distributed.Orleans;

/// <summary>Whether a block can serve a worker.</summary>
public enum BlockStatus
{
    /// <summary>It did what was asked.</summary>
    Served,

    /// <summary>The worker has it at this version already.</summary>
    Known,

    /// <summary>It has no state yet, or one of another generation: its silo was lost, or the training has gone back.</summary>
    OtherGeneration,

    /// <summary>The part's round is over, and nobody waits for its gradient: the worker was paused, or too slow.</summary>
    Over,
}
