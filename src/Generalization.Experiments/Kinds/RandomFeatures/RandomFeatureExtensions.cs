namespace Generalization.Experiments.Kinds.RandomFeatures;

/// <summary>What an experiment with random features gives, where experiments of any kind are looked at.</summary>
public static class RandomFeatureExtensions
{
    extension(RunResult result)
    {
        /// <summary>The numbers; null for other kinds.</summary>
        public RandomFeatureResult? RandomFeatures => result.Numbers as RandomFeatureResult;
    }
}
