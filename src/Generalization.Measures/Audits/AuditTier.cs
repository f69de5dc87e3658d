namespace Generalization.Measures.Audits;

/// <summary>How much an audit trains.</summary>
public enum AuditTier
{
    /// <summary>The one training, and what its own history tells.</summary>
    Quick,

    /// <summary>Some 45 trainings: also K-fold, random labels, stability, a training without what is suspicious, and 24 subsets.</summary>
    Medium,

    /// <summary>Some 235 trainings, 200 of them on subsets, which tell of each single example.</summary>
    Full,
}
