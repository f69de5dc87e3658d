namespace Generalization.Measures.Membership;

/// <summary>Where the variances of φ come from that a likelihood ratio needs.</summary>
public enum VarianceRule
{
    /// <summary>Each example's own where it has at least 32 other runs in either arm, else the pooled one.</summary>
    Automatic,

    /// <summary>Each example's own; an example needs two other runs in either arm.</summary>
    PerExample,

    /// <summary>One for all examples in, and one for all examples out: the mean of the examples' own. An example needs one other run in
    /// either arm.</summary>
    Pooled,
}
