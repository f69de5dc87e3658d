using System.Collections.Immutable;

namespace Generalization.Measures.Subsets;

/// <summary>Who was in and who was right in all runs, a bit each, from which every count follows exactly.</summary>
/// <remarks>Takes (2n + t)·T/8 bytes for n training and t test examples and T runs: 2.8 MB for 50,000, 10,000 and 200.</remarks>
public sealed class SubsetTally
{
    private readonly RunBits members,
        trainRight,
        testRight;
    private readonly ulong[][] ofFraction;

    private SubsetTally(SubsetRuns runs)
    {
        var count = runs.Numbers.Length;
        (Design, Runs, TrainCount, TestCount) = (runs.Design, count, runs.TrainCount, runs.TestCount);
        (members, trainRight, testRight) = (new(TrainCount, count), new(TrainCount, count), new(TestCount, count));
        ofFraction = [.. Design.Fractions.Select(_ => new ulong[(count + 63) / 64])];
    }

    /// <summary>The design of the runs.</summary>
    public SubsetDesign Design { get; }

    /// <summary>The number of runs that were counted.</summary>
    public int Runs { get; }

    /// <summary>n.</summary>
    public int TrainCount { get; }

    /// <summary>The number of test examples.</summary>
    public int TestCount { get; }

    /// <summary>Reads all runs once.</summary>
    /// <param name="runs">The runs.</param>
    /// <param name="token">Ends the reading.</param>
    /// <exception cref="SubsetRunFormatException">A file is damaged or of other runs.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static SubsetTally Of(SubsetRuns runs, CancellationToken token = default)
    {
        ArgumentNullException.ThrowIfNull(runs);
        var tally = new SubsetTally(runs);
        foreach (var (at, run) in runs.Read(token).Index())
        {
            foreach (var position in runs.Positions(run.Number))
                tally.members.Set(position, at);
            Set(tally.trainRight, run.TrainRight, at);
            Set(tally.testRight, run.TestRight, at);
            tally.ofFraction[run.Number % tally.Design.Fractions.Length][at / 64] |= 1ul << (at % 64);
        }

        return tally;
    }

    /// <summary>How often a training example was given its label, with it and without it in the training.</summary>
    /// <param name="position">The example, in 0 … n − 1.</param>
    /// <param name="fraction">The runs' fraction. Default: null, the design's only one.</param>
    /// <exception cref="ArgumentException">The design has several fractions and none is named, or not this one.</exception>
    public ArmCounts Training(int position, double? fraction = null) =>
        Count(members.Of(position), trainRight.Of(position), RunsOf(fraction));

    /// <summary>How often a test example was given its label, with a training example and without it.</summary>
    /// <param name="position">The training example, in 0 … n − 1.</param>
    /// <param name="test">The test example.</param>
    /// <param name="fraction">The runs' fraction. Default: null, the design's only one.</param>
    /// <exception cref="ArgumentException">The design has several fractions and none is named, or not this one.</exception>
    public ArmCounts Test(int position, int test, double? fraction = null) =>
        Count(members.Of(position), testRight.Of(test), RunsOf(fraction));

    internal ReadOnlySpan<ulong> RunsOf(double? fraction) => ofFraction[SubsetRuns.IndexOf(Design, fraction)];

    internal ReadOnlySpan<ulong> Members(int position) => members.Of(position);

    internal ReadOnlySpan<ulong> TestRight(int test) => testRight.Of(test);

    private static ArmCounts Count(ReadOnlySpan<ulong> members, ReadOnlySpan<ulong> right, ReadOnlySpan<ulong> runs)
    {
        var (rightIn, inside) = (RunBits.CountAll(members, right, runs), RunBits.CountBoth(members, runs));
        return new(rightIn, inside, RunBits.CountBoth(right, runs) - rightIn, RunBits.CountBoth(runs, runs) - inside);
    }

    private static void Set(RunBits bits, ImmutableArray<bool> right, int run)
    {
        for (var i = 0; i < right.Length; i++)
            if (right[i])
                bits.Set(i, run);
    }
}
