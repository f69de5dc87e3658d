namespace Generalization.Learning;

/// <summary>How a predictor's outputs become classes.</summary>
public enum DecisionRule
{
    /// <summary>The class of the largest output; the first of equal ones.</summary>
    LargestOutput,

    /// <summary>The label nearest to the one output; the smaller of two equally near ones. Labels are 0 to k − 1.</summary>
    NearestLabel,

    /// <summary>For two classes: 1 where the one output is positive, otherwise 0.</summary>
    Sign,
}
