using Generalization.Data;
using Generalization.Identity;
using Generalization.Learning;
using Generalization.Training;
using Generalization.Training.Losses;

namespace Generalization.Measures.Subsets;

/// <summary>What a learner is, in words, and what its outputs are.</summary>
internal static class LearnerWords
{
    /// <summary>Words that tell a learner from every other.</summary>
    /// <exception cref="ArgumentException">It has none.</exception>
    /// <param name="learner">The learner.</param>
    /// <param name="train">What it is trained on.</param>
    /// <param name="property">Where the caller can give words.</param>
    public static string Of(ILearner learner, Dataset train, string property)
    {
        if (learner is NetworkLearner network)
            return network.Describe(train);
        try
        {
            return Description.Of(learner);
        }
        catch (ArgumentException e)
        {
            throw new ArgumentException(
                $"Runs that are kept in a folder must say which learner made them, but {learner.Name} has no words that tell it "
                    + $"from another ({e.Message.TrimEnd('.')}); give them in {property}.",
                nameof(learner),
                e
            );
        }
    }

    /// <summary>What a learner's outputs are where nobody says it.</summary>
    public static ConfidenceKind OutputsOf(ILearner learner) =>
        learner is NetworkLearner { Network.Training.Loss: CrossEntropy } ? ConfidenceKind.Logits : ConfidenceKind.Margin;
}
