using Generalization.Data;
using Generalization.Data.Synthetic;
using Generalization.Learning;

namespace Generalization.Tests.Support;

/// <summary>Learners whose answers are plain: one that memorizes, and one that cannot.</summary>
internal static class SimpleLearners
{
    /// <summary>Small images of some classes.</summary>
    public static TrainTestData Images(int train, int test, int classes = 4, int noise = 64) =>
        new SyntheticImages(new ImageShape(1, 2, 2), classes, noise).Create(train, test, seed: 3);

    /// <summary>Gives the label of the nearest training image, with −distance to the nearest image of each class as outputs.</summary>
    public static FunctionLearner NearestNeighbour() =>
        new("nearest-neighbour", (train, _, _) => Scores(train, (row, labels) => Nearest(train, row, labels)));

    /// <summary>Gives the class of the nearest mean.</summary>
    public static FunctionLearner NearestMean() =>
        new(
            "nearest-mean",
            (train, _, _) =>
            {
                var means = Means(train);
                return Scores(train, (row, k) => [.. means.Select(mean => -Distance(mean, row))]);
            }
        );

    public static double[] Row(Dataset data, int position)
    {
        var bytes = new byte[data.Shape.Size];
        data.Pixels.Read([position], bytes);
        return [.. bytes.Select(b => (double)b)];
    }

    private static FunctionPredictor Scores(Dataset train, Func<double[], int, double[]> score)
    {
        var k = train.ClassCount;
        return new(
            k,
            (data, _) =>
            {
                var outputs = new double[data.Count, k];
                for (var i = 0; i < data.Count; i++)
                    foreach (var (c, value) in score(Row(data, i), k).Index())
                        outputs[i, c] = value;
                return outputs;
            }
        );
    }

    private static double[] Nearest(Dataset train, double[] row, int k)
    {
        var best = Enumerable.Repeat(-1e6, k).ToArray();
        for (var j = 0; j < train.Count; j++)
            best[train.Labels[j]] = Math.Max(best[train.Labels[j]], -Distance(Row(train, j), row));
        return best;
    }

    private static double[][] Means(Dataset train)
    {
        var sums = Enumerable.Range(0, train.ClassCount).Select(_ => new double[train.Shape.Size]).ToArray();
        var counts = new int[sums.Length];
        for (var i = 0; i < train.Count; i++)
        {
            counts[train.Labels[i]]++;
            foreach (var (p, value) in Row(train, i).Index())
                sums[train.Labels[i]][p] += value;
        }

        return [.. sums.Select((sum, c) => sum.Select(v => v / Math.Max(1, counts[c])).ToArray())];
    }

    private static double Distance(double[] a, double[] b) => a.Zip(b, (x, y) => (x - y) * (x - y)).Sum();
}
