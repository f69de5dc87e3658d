using Generalization.Randomness;
using static TorchSharp.torch;

namespace Generalization.Kernels;

/// <summary>Groups of near points: halved along the line between two far points, at the median, until they are small.</summary>
internal static class Clusters
{
    /// <summary>Every point in one group, at most <paramref name="most"/> in each.</summary>
    public static List<int[]> Of(PointSet points, int most, ulong seed)
    {
        using var scope = NewDisposeScope();
        using var all = points.Block(0, points.Count, ScalarType.Float32);
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
            var rows = all.Values.index_select(0, tensor(group.Select(i => (long)i).ToArray()));
            var one = rows[stream.NextInt32(group.Length)];
            var far = rows[(rows - one).square().sum(dim: 1).argmax().item<long>()];
            var opposite = rows[(rows - far).square().sum(dim: 1).argmax().item<long>()];
            var order = rows.mv(opposite - far).argsort().data<long>().ToArray();
            var half = group.Length / 2;
            open.Push([.. order[half..].Select(o => group[o])]);
            open.Push([.. order[..half].Select(o => group[o])]);
        }

        return done;
    }
}
