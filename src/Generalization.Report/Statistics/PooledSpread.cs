namespace Generalization.Report.Statistics;

/// <summary>The standard deviation between runs that differ in their seed alone, pooled over several groups of them.</summary>
/// <remarks>s² = Σ (nᵢ − 1) sᵢ² / ν with ν = Σ (nᵢ − 1), sᵢ² the variance within group i.</remarks>
/// <param name="Deviation">s; 0 where ν is 0.</param>
/// <param name="DegreesOfFreedom">ν, at least 0.</param>
public readonly record struct PooledSpread(double Deviation, int DegreesOfFreedom)
{
    /// <summary>Pools groups of values.</summary>
    /// <param name="groups">The values of each group; a group of one value adds nothing.</param>
    public static PooledSpread Of(IEnumerable<IReadOnlyCollection<double>> groups)
    {
        ArgumentNullException.ThrowIfNull(groups);
        var (squares, freedom) = (0.0, 0);
        foreach (var group in groups.Where(g => g.Count > 1))
        {
            var mean = group.Average();
            squares += group.Sum(x => (x - mean) * (x - mean));
            freedom += group.Count - 1;
        }

        return new PooledSpread(freedom == 0 ? 0 : Math.Sqrt(squares / freedom), freedom);
    }

    /// <summary>The same with a deviation of at least so much, for example the binomial error of the test set.</summary>
    /// <param name="least">The least deviation.</param>
    public PooledSpread AtLeast(double least) => this with { Deviation = Math.Max(Deviation, least) };
}
