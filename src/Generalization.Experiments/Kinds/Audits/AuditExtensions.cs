namespace Generalization.Experiments.Kinds.Audits;

/// <summary>What an audit gives, where experiments of any kind are looked at.</summary>
public static class AuditExtensions
{
    extension(RunResult result)
    {
        /// <summary>What was found; null for other kinds.</summary>
        public AuditFindings? Audit => result.Numbers as AuditFindings;
    }
}
