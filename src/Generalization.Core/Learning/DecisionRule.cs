namespace Generalization.Learning;

/// <summary>How a predictor's outputs become classes.</summary>
public enum DecisionRule
{
    /// <summary>The class of the largest output; the first of equal ones.</summary>
    LargestOutput,

    /// <summary>The label that lies nearest to the one output; the smaller of two that are as near. Labels are 0 to k − 1.</summary>
    NearestLabel,

    /// <summary>Of two classes: 1 where the one output is positive, else 0.</summary>
    Sign,
}
