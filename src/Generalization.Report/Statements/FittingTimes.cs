namespace Generalization.Report.Statements;

/// <summary>When a training began to fit and when it had, in steps, both at the end of an epoch; null is not yet. An epoch's steps are as
/// closely as that is known.</summary>
internal sealed record FittingTimes(long? Begin, long? End, long Epoch)
{
    public long? Taken => End - Begin;
}
