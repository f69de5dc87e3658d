using System.Collections.Immutable;
using Generalization.Data;

namespace Generalization.Measures.Subsets;

/// <summary>Runs that are done, read one at a time and as often as wanted.</summary>
public sealed class SubsetRuns
{
    private readonly uint[] indices;
    private readonly Func<int, SubsetRun> read;

    internal SubsetRuns(
        SubsetDesign design,
        Dataset train,
        int testCount,
        ImmutableArray<int> numbers,
        bool hasConfidence,
        Func<int, SubsetRun> read
    )
    {
        (Design, TrainCount, TestCount, Numbers) = (design, train.Count, testCount, numbers);
        (HasConfidence, indices, this.read) = (hasConfidence, train.Indices.ToArray(), read);
    }

    /// <summary>Which examples each run had.</summary>
    public SubsetDesign Design { get; }

    /// <summary>n.</summary>
    public int TrainCount { get; }

    /// <summary>The number of test examples; 0 without a test set.</summary>
    public int TestCount { get; }

    /// <summary>The runs that are done, in order; all of the design, or those before a work was stopped.</summary>
    public ImmutableArray<int> Numbers { get; }

    /// <summary>Whether the runs kept φ.</summary>
    public bool HasConfidence { get; }

    /// <summary>Takes runs that were done elsewhere.</summary>
    /// <param name="design">Which examples each run had.</param>
    /// <param name="train">The training set.</param>
    /// <param name="runs">The runs, at least one, each of another number and with a value for each example.</param>
    /// <exception cref="ArgumentException">There is none, two are of one number, or their lengths differ.</exception>
    public static SubsetRuns Of(SubsetDesign design, Dataset train, IEnumerable<SubsetRun> runs)
    {
        ArgumentNullException.ThrowIfNull(design);
        ArgumentNullException.ThrowIfNull(train);
        design.Check(train.Count);
        var all = runs.ToArray();
        if (all.Length == 0 || all.DistinctBy(r => r.Number).Count() != all.Length)
            throw new ArgumentException($"There must be runs, each of another number, but {all.Length} were given, or two of one number.");
        var (test, phi) = (all[0].TestRight.Length, !all[0].TrainConfidence.IsEmpty);
        foreach (var run in all)
        {
            _ = design.FractionOf(run.Number);
            if (
                run.TrainRight.Length != train.Count
                || run.TestRight.Length != test
                || run.TrainConfidence.Length != (phi ? train.Count : 0)
                || run.TestConfidence.Length != (phi ? test : 0)
            )
                throw new ArgumentException(
                    $"Each run must have a value for each of {train.Count} training and {test} test examples, and all runs φ or none, but "
                        + $"run {run.Number} has {run.TrainRight.Length} and {run.TestRight.Length}, with {run.TrainConfidence.Length} φ."
                );
        }

        var byNumber = all.ToDictionary(r => r.Number);
        return new(design, train, test, [.. byNumber.Keys.Order()], phi, number => byNumber[number]);
    }

    /// <summary>The runs, read one after another: of those in a folder one alone is in memory.</summary>
    /// <param name="token">Ends the reading.</param>
    /// <exception cref="SubsetRunFormatException">A file is damaged or of other runs.</exception>
    public IEnumerable<SubsetRun> Read(CancellationToken token = default) => Read(Numbers, token);

    /// <summary>The seconds that all runs took together.</summary>
    public double Seconds() => Read().Sum(r => r.Seconds);

    /// <summary>Which of the n training examples a run had.</summary>
    /// <param name="run">The run.</param>
    public bool[] Members(int run)
    {
        var members = new bool[TrainCount];
        foreach (var position in Positions(run))
            members[position] = true;
        return members;
    }

    internal int[] Positions(int run) => Design.Positions(run, indices);

    internal IEnumerable<SubsetRun> Read(IEnumerable<int> numbers, CancellationToken token)
    {
        foreach (var number in numbers)
        {
            token.ThrowIfCancellationRequested();
            yield return read(number);
        }
    }

    /// <summary>The runs of a fraction, or of the only one.</summary>
    /// <exception cref="ArgumentException">There are several fractions and none is named, or it is none of the design's.</exception>
    public ImmutableArray<int> OfFraction(double? fraction = null)
    {
        var wanted = IndexOf(Design, fraction);
        return [.. Numbers.Where(number => number % Design.Fractions.Length == wanted)];
    }

    internal static int IndexOf(SubsetDesign design, double? fraction)
    {
        var known = string.Join(", ", design.Fractions.Select(Identity.Description.Number));
        if (fraction is null && design.Fractions.Length > 1)
            throw new ArgumentException(
                $"Runs with and without an example must have one fraction, but the design has {known}; name one of them.",
                nameof(fraction)
            );
        var index = fraction is { } wanted ? design.Fractions.IndexOf(wanted) : 0;
        return index >= 0
            ? index
            : throw new ArgumentException(
                $"The fraction must be one of the design's, {known}, but was {Identity.Description.Number(fraction!.Value)}.",
                nameof(fraction)
            );
    }
}
