using System.Collections.Immutable;

namespace Generalization.Measures.WholeSet;

/// <summary>Looks closely at pairs that seem alike, counts those that are, and keeps the most alike ones.</summary>
internal sealed class NearTally(ImageSet images, ImageSketches sketches, UInt128[] hashes, DuplicateOptions options)
{
    private readonly List<(double Correlation, int First, int Second)> kept = [];
    private readonly bool[] testInTrain = new bool[images.Count];

    public long Count { get; private set; }

    public long Across { get; private set; }

    public long Conflicts { get; private set; }

    /// <summary>The most alike pairs, the most alike first.</summary>
    public ImmutableArray<NearDuplicate> Pairs
    {
        get
        {
            Cut();
            return [.. kept.Select(p => new NearDuplicate(images.Example(p.First), images.Example(p.Second), p.Correlation))];
        }
    }

    public bool IsInTrain(int at) => testInTrain[at];

    public void Add((int First, int Second)[] pairs, CancellationToken token)
    {
        var correlations = new double[pairs.Length];
        Parallel.For(
            0,
            pairs.Length,
            new ParallelOptions { CancellationToken = token },
            () => (new double[images.Shape.Size], new double[images.Shape.Size]),
            (p, _, space) =>
            {
                var (i, j) = pairs[p];
                correlations[p] = hashes[i] == hashes[j] ? double.NaN : Compare(i, j, space.Item1, space.Item2);
                return space;
            },
            _ => { }
        );
        for (var p = 0; p < pairs.Length; p++)
            if (!double.IsNaN(correlations[p]))
                Take(correlations[p], pairs[p].First, pairs[p].Second);
    }

    private void Take(double correlation, int first, int second)
    {
        Count++;
        Conflicts += images.Label(first) != images.Label(second) ? 1 : 0;
        if (first < images.TrainCount && second >= images.TrainCount)
        {
            Across++;
            testInTrain[second] = true;
        }

        kept.Add((correlation, first, second));
        if (kept.Count >= 2 * (long)options.MostPairs + 1024)
            Cut();
    }

    private void Cut()
    {
        kept.Sort(
            (a, b) =>
                a.Correlation != b.Correlation ? b.Correlation.CompareTo(a.Correlation) : (a.First, a.Second).CompareTo((b.First, b.Second))
        );
        if (kept.Count > options.MostPairs)
            kept.RemoveRange(options.MostPairs, kept.Count - options.MostPairs);
    }

    // Not a number where the two are no near duplicates.
    private double Compare(int i, int j, double[] a, double[] b)
    {
        images.Read(i, a);
        images.Read(j, b);
        double sum = 0;
        for (var x = 0; x < a.Length; x++)
            sum += (a[x] - sketches.Means[i]) * (b[x] - sketches.Means[j]);
        var correlation = sum / (sketches.Lengths[i] * sketches.Lengths[j]);
        return correlation >= options.LeastCorrelation && Edges(a, b) >= options.LeastEdgeCorrelation ? correlation : double.NaN;
    }

    private double Edges(double[] a, double[] b)
    {
        var (width, size) = (images.Shape.Width, images.Shape.Width * images.Shape.Height);
        double product = 0,
            ofA = 0,
            ofB = 0;
        for (var x = 0; x < a.Length; x++)
        {
            if (x % width > 0)
                Add(a[x] - a[x - 1], b[x] - b[x - 1]);
            if (x % size >= width)
                Add(a[x] - a[x - width], b[x] - b[x - width]);
        }

        return product / Math.Sqrt(ofA * ofB);

        void Add(double p, double q)
        {
            product += p * q;
            ofA += p * p;
            ofB += q * q;
        }
    }
}
