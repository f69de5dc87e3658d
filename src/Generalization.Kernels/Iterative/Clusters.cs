using Generalization.Kernels.Points;
using Generalization.Randomness;
using Generalization.Torch;
using static TorchSharp.torch;

namespace Generalization.Kernels.Iterative;

/// <summary>Groups of near points: halved along the line between two far points, at the median, until they are small.</summary>
internal static class Clusters
{
    private const int RowsAtOnce = 1024;

    /// <summary>Every point in one group, at most <paramref name="most"/> in each.</summary>
    public static List<int[]> Of(PointSet points, int most, ulong seed)
    {
        var stream = new RandomKey(seed, RandomPurpose.Preconditioner).Stream(1);
        var done = new List<int[]>();
        var open = new Stack<int[]>();
        open.Push([.. Enumerable.Range(0, points.Count)]);
        while (open.TryPop(out var group))
        {
            if (group.Length <= most)
            {
                done.Add(group);
                continue;
            }

            using var step = NewDisposeScope();
            var far = Farthest(points, group, Row(points, group[stream.NextInt32(group.Length)]));
            var direction = Farthest(points, group, far) - far;
            var order = OfEach(points, group, rows => rows.mv(direction)).argsort().data<long>().ToArray();
            var half = group.Length / 2;
            open.Push([.. order[half..].Select(o => group[o])]);
            open.Push([.. order[..half].Select(o => group[o])]);
        }

        return done;
    }

    private static Tensor Farthest(PointSet points, int[] group, Tensor from) =>
        Row(points, group[OfEach(points, group, rows => (rows - from).Squared().sum(dim: 1)).argmax().item<long>()]);

    // (b), by blocks: all points at once in float32 may be four times what they are kept in.
    private static Tensor OfEach(PointSet points, int[] group, Func<Tensor, Tensor> value)
    {
        var values = empty([group.Length], ScalarType.Float32);
        for (var first = 0; first < group.Length; first += RowsAtOnce)
        {
            using var scope = NewDisposeScope();
            var count = Math.Min(RowsAtOnce, group.Length - first);
            using var rows = points.Select(group[first..(first + count)], ScalarType.Float32);
            values.narrow(0, first, count).copy_(value(rows.Values));
        }

        return values;
    }

    private static Tensor Row(PointSet points, int index)
    {
        using var row = points.Select([index], ScalarType.Float32);
        return row.Values[0].clone();
    }
}
