namespace Generalization.Measures.Subsets;

/// <summary>How far the runs of a design are; sent at the beginning and after each run.</summary>
/// <param name="Done">Runs that are done, those found in the folder among them.</param>
/// <param name="Count">All runs.</param>
/// <param name="Found">Runs that were done before and found in the folder.</param>
/// <param name="Seconds">The seconds since the beginning.</param>
public readonly record struct SubsetProgress(int Done, int Count, int Found, double Seconds)
{
    /// <summary>The seconds that are left, as far as the runs tell that were done now; null before the first.</summary>
    public double? SecondsLeft => Done > Found ? Seconds / (Done - Found) * (Count - Done) : null;
}
