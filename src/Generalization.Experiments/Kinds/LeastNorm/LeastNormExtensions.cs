namespace Generalization.Experiments.Kinds.LeastNorm;

/// <summary>What a least-norm experiment gives, where experiments of any kind are looked at.</summary>
public static class LeastNormExtensions
{
    extension(RunResult result)
    {
        /// <summary>The numbers; null for other kinds.</summary>
        public LeastNormResult? LeastNorm => result.Numbers as LeastNormResult;
    }
}
