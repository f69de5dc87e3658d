namespace Generalization.Measures.Audits;

/// <summary>What an audit answers, in its order.</summary>
public enum AuditQuestion
{
    /// <summary>Can it memorize?</summary>
    CanMemorize,

    /// <summary>Did it memorize?</summary>
    DidMemorize,

    /// <summary>Which examples?</summary>
    WhichExamples,

    /// <summary>Which labels look wrong?</summary>
    WhichLabels,

    /// <summary>What does it cost on new data?</summary>
    NewData,

    /// <summary>What to do.</summary>
    WhatToDo,
}
