using System.Collections.Immutable;
using Generalization.Data;
using Generalization.Randomness;

namespace Generalization.Measures.Subsets;

/// <summary>Which training examples each of many trainings has, by numbers alone: any run's subset is made anew from the seed.</summary>
/// <remarks>Run r takes the ⌊m·n⌋ examples with the smallest draws, where the draw of the example with index i is a function of (seed, r,
/// i). Its fraction m is the one at r mod the number of fractions, so that the first runs of any design are a balanced design too, and more
/// runs change none of those before. Source: Feldman and Zhang 2020; Jiang et al. 2021 for several fractions.</remarks>
/// <param name="Seed">The seed.</param>
/// <param name="Runs">T, the number of trainings, in [1, 1,000,000]. 50 to 200 are usable; 2,000 were published.</param>
public sealed record SubsetDesign(ulong Seed, int Runs)
{
    /// <summary>The share of the examples that a run has where nothing else is said: 0.7.</summary>
    public const double UsualFraction = 0.7;

    private const int MostRuns = 1_000_000;

    /// <inheritdoc cref="SubsetDesign(ulong, int)" path="/param[@name='Runs']"/>
    /// <exception cref="ArgumentOutOfRangeException">The number is outside its range.</exception>
    public int Runs
    {
        get;
        init => field = Checked(value);
    } = Checked(Runs);

    /// <summary>The shares of the examples that runs have, each above 0 and below 1, no two alike. Default: 0.7.</summary>
    /// <exception cref="ArgumentException">There is none, one is outside its range, or two are alike.</exception>
    public ImmutableArray<double> Fractions
    {
        get;
        init => field = Checked(value);
    } = [UsualFraction];

    /// <summary>The design for consistency scores: fractions 0.1, 0.2 … 0.9.</summary>
    /// <param name="seed">The seed.</param>
    /// <param name="runsPerFraction">Runs of each fraction, at least 1. 200 were published.</param>
    public static SubsetDesign ForConsistency(ulong seed, int runsPerFraction) =>
        new(seed, 9 * Math.Clamp(runsPerFraction, 0, MostRuns)) { Fractions = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9] };

    /// <summary>m, the share of the examples that a run has.</summary>
    /// <param name="run">The run, in 0 … T − 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such run.</exception>
    public double FractionOf(int run) => Fractions[CheckedRun(run) % Fractions.Length];

    /// <summary>⌊m·n⌋, the number of examples that a run has.</summary>
    /// <param name="run">The run, in 0 … T − 1.</param>
    /// <param name="count">n, the number of training examples.</param>
    public int SizeOf(int run, int count) => SizeOf(FractionOf(run), count);

    /// <summary>Where the examples of a run stand in the training set, in their order.</summary>
    /// <param name="run">The run, in 0 … T − 1.</param>
    /// <param name="train">The training set.</param>
    /// <returns>⌊m·n⌋ positions.</returns>
    public int[] Positions(int run, Dataset train)
    {
        ArgumentNullException.ThrowIfNull(train);
        return Positions(run, train.Indices);
    }

    /// <summary>The seed of a run's training.</summary>
    /// <param name="run">The run, in 0 … T − 1.</param>
    public ulong TrainingSeed(int run)
    {
        var draws = new RandomKey(Seed, RandomPurpose.TrainingSubsets).Stream(CheckedRun(run));
        return ((ulong)draws.NextUInt32() << 32) | draws.NextUInt32();
    }

    /// <summary>Refuses a training set of which a run would have no example, or all.</summary>
    /// <param name="count">n, the number of training examples.</param>
    /// <exception cref="ArgumentException">A fraction leaves no example in, or none out.</exception>
    internal void Check(int count)
    {
        foreach (var fraction in Fractions)
            if (SizeOf(fraction, count) is var size && (size < 1 || size >= count))
                throw new ArgumentException(
                    FormattableString.Invariant(
                        $"A subset must have an example and leave one out, but {fraction} of {count} are {size}; take more examples or "
                    ) + "another fraction."
                );
    }

    /// <summary>Where the examples with some indices stand that a run has, in their order.</summary>
    internal int[] Positions(int run, ReadOnlySpan<uint> indices)
    {
        var size = SizeOf(run, indices.Length);
        var key = DatasetSplit.Train.Key(Seed, RandomPurpose.TrainingSubsets);
        // The draw above the position: of equal draws the earlier example comes first, on every machine.
        var draws = new ulong[indices.Length];
        for (var i = 0; i < draws.Length; i++)
            draws[i] = ((ulong)key.Stream(indices[i], (uint)run).NextUInt32() << 32) | (uint)i;
        Array.Sort(draws);
        var positions = new int[size];
        for (var i = 0; i < size; i++)
            positions[i] = (int)(uint)draws[i];
        Array.Sort(positions);
        return positions;
    }

    // 0.29 · 100 is 28.999999999999996 in float64, and means 29.
    private static int SizeOf(double fraction, int count) => (int)Math.Floor(fraction * count + 1e-9 * count);

    private static int Checked(int runs) =>
        runs is >= 1 and <= MostRuns
            ? runs
            : throw new ArgumentOutOfRangeException(nameof(Runs), $"The number of runs must lie in [1, {MostRuns}], but was {runs}.");

    private static ImmutableArray<double> Checked(ImmutableArray<double> fractions) =>
        !fractions.IsDefaultOrEmpty && fractions.All(f => f is > 0 and < 1) && fractions.Distinct().Count() == fractions.Length
            ? fractions
            : throw new ArgumentException(
                "Fractions must be numbers above 0 and below 1, no two alike, at least one, but were "
                    + $"[{(fractions.IsDefault ? "" : string.Join(", ", fractions.Select(Identity.Description.Number)))}].",
                nameof(Fractions)
            );

    private int CheckedRun(int run) =>
        run >= 0 && run < Runs
            ? run
            : throw new ArgumentOutOfRangeException(nameof(run), $"A run must lie in [0, {Runs - 1}], but was {run}.");
}
