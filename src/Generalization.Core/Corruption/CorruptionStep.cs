using System.Globalization;
using Generalization.Data;

namespace Generalization.Corruption;

/// <summary>The record of a corruption in a data set's lineage.</summary>
public sealed record CorruptionStep : LineageStep
{
    internal CorruptionStep(
        DatasetCorruption corruption,
        ulong seed,
        ContentHash source,
        ContentHash result,
        ReadOnlyMemory<int>? permutation = null
    )
        : base(Words(corruption), seed, result) => (Corruption, Source, Permutation) = (corruption, source, permutation);

    /// <summary>A description in words, with its numbers in the invariant culture whatever the caller's is.</summary>
    internal static string Words(DatasetCorruption corruption)
    {
        var before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
            return corruption.ToString();
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    /// <summary>What was done.</summary>
    public DatasetCorruption Corruption { get; }

    /// <summary>The hash of the data before.</summary>
    public ContentHash Source { get; }

    /// <summary>The one permutation of positions, where there is one: position i shows what was at Permutation[i]. Else null.</summary>
    public ReadOnlyMemory<int>? Permutation { get; }
}
