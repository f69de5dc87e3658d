using System.Globalization;

namespace Generalization.Measures.Audits;

/// <summary>Numbers in sentences, invariant.</summary>
internal static class Words
{
    public static string Percent(double share) => string.Create(CultureInfo.InvariantCulture, $"{100 * share:0.#} %");

    public static string Percent(Estimate share) => $"{Percent(share.Value)} ({Interval(share)})";

    /// <summary>"10.1 to 14.8", in percent.</summary>
    public static string Interval(Estimate share) =>
        string.Create(CultureInfo.InvariantCulture, $"{100 * share.Low:0.#} to {100 * share.High:0.#}");

    public static string Count(long n) => n.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>"1 label", "2 labels".</summary>
    public static string Of(long n, string one) => Of(n, one, one + "s");

    public static string Of(long n, string one, string many) => $"{Count(n)} {(n == 1 ? one : many)}";
}
