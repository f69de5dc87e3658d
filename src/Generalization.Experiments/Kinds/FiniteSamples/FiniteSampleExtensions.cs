namespace Generalization.Experiments.Kinds.FiniteSamples;

/// <summary>What a construction gives, where experiments of any kind are looked at.</summary>
public static class FiniteSampleExtensions
{
    extension(RunResult result)
    {
        /// <summary>The construction's numbers; null for other kinds.</summary>
        public FiniteSampleResult? FiniteSample => result.Numbers as FiniteSampleResult;
    }
}
