namespace Generalization.Distributed.Work;

/// <summary>What a worker that asks for work is told.</summary>
public enum WorkAnswer
{
    /// <summary>Here is a part.</summary>
    Part,

    /// <summary>Not yet: the policy lets it wait for others, or the training pauses.</summary>
    Wait,

    /// <summary>There is nothing left.</summary>
    Finished,
}
