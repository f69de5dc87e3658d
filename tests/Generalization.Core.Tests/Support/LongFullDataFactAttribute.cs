namespace Generalization.Tests.Support;

/// <summary>A test on full data sets that trains for minutes: skipped unless GENERALIZATION_LONG is set beside
/// GENERALIZATION_DATA.</summary>
public sealed class LongFullDataFactAttribute : FactAttribute
{
    /// <summary>Says why where it is skipped.</summary>
    public LongFullDataFactAttribute(string folder)
    {
        if (new FullDataFactAttribute(folder).Skip is { } reason)
            Skip = reason;
        else if (Environment.GetEnvironmentVariable("GENERALIZATION_LONG") is null or "")
            Skip = "Not run: it trains for minutes. GENERALIZATION_LONG=1 runs it.";
    }
}
