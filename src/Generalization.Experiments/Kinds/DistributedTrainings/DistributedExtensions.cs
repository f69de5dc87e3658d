namespace Generalization.Experiments.Kinds.DistributedTrainings;

/// <summary>What a training by many workers gives, where experiments of any kind are looked at.</summary>
public static class DistributedExtensions
{
    extension(RunResult result)
    {
        /// <summary>The numbers; null for other kinds.</summary>
        public DistributedResult? Distributed => result.Numbers as DistributedResult;
    }
}
