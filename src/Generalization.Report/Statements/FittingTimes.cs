namespace Generalization.Report.Statements;

/// <summary>When a training began to fit and when it had, in steps; null is not yet.</summary>
internal sealed record FittingTimes(long? Begin, long? End)
{
    public long? Taken => End - Begin;
}
