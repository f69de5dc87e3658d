namespace Generalization.Distributed.Simulation;

/// <summary>What happens.</summary>
internal enum SimulatedEventKind
{
    /// <summary>The worker comes, or comes again.</summary>
    Joins,

    /// <summary>The worker is lost.</summary>
    IsLost,

    /// <summary>The loss is seen.</summary>
    LossIsSeen,

    /// <summary>The worker's request for a block is there.</summary>
    PullArrives,

    /// <summary>The block is with the worker.</summary>
    PullReturns,

    /// <summary>The gradient is computed.</summary>
    Computed,

    /// <summary>The gradient is at a block.</summary>
    PushArrives,

    /// <summary>The block's answer is with the worker.</summary>
    PushReturns,
}
