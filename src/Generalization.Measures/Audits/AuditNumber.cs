using System.Globalization;

namespace Generalization.Measures.Audits;

/// <summary>The number of an answer.</summary>
/// <param name="What">What it is, in a few words.</param>
/// <param name="Value">The number with its interval.</param>
/// <param name="IsShare">Whether it is a share, which is said in percent. Default: true.</param>
public sealed record AuditNumber(string What, Estimate Value, bool IsShare = true)
{
    /// <summary>"12.3 % (10.1 to 14.8)", or the plain numbers of what is no share; invariant.</summary>
    public override string ToString() =>
        !IsShare ? Value.ToString()
        : double.IsFinite(Value.Low) && double.IsFinite(Value.High)
            ? string.Create(CultureInfo.InvariantCulture, $"{100 * Value.Value:F1} % ({100 * Value.Low:F1} to {100 * Value.High:F1})")
        : string.Create(CultureInfo.InvariantCulture, $"{100 * Value.Value:F1} %, of one draw");
}
