using System.Collections.Immutable;
using System.Globalization;
using Generalization.Data;
using Generalization.Learning;

namespace Generalization.Measures.WholeSet;

/// <summary>Looks for images that are twice in a training set, in its test set, or in both.</summary>
/// <remarks>
/// <para>Exact duplicates have the same bytes, by their SHA-256. Near duplicates have pixels that correlate by at least a stated value over
/// all channels: Σ (x − x̄)(y − ȳ) / (‖x − x̄‖ ‖y − ȳ‖), which brightness and contrast do not change; and the differences of neighbouring
/// pixels must correlate too, Σ Δx Δy / (‖Δx‖ ‖Δy‖). Candidates for that are pairs whose small images, the means of 8 × 8 cells of each
/// channel, correlate by at most 0.02 less; they come from a matrix product, tile by tile, and are then looked at in full.</para>
/// <para>An image of one colour has no correlation and is no near duplicate. Vectors (images of one row or one column) have columns without
/// a common scale, so that exact duplicates alone are looked for.</para>
/// <para>Time: N²/2 products of 64 · C numbers. Memory: 256 · C bytes an image, a tile of 32 MB, and the pairs that are kept.</para>
/// </remarks>
public static class DuplicateSearch
{
    // Small images are mostly more alike than large ones, and seldom a little less.
    private const double Slack = 0.02;

    /// <summary>Looks in a training set and its test set.</summary>
    /// <param name="data">The sets, with classes.</param>
    /// <param name="options">What counts. Default: a correlation of 0.98.</param>
    /// <param name="progress">Hears how far it is. Default: nobody.</param>
    /// <param name="token">Ends the work early.</param>
    public static DuplicateReport Of(
        TrainTestData data,
        DuplicateOptions? options = null,
        IProgress<LearningProgress>? progress = null,
        CancellationToken token = default
    )
    {
        ArgumentNullException.ThrowIfNull(data);
        return Of(data.Train, data.Test, options ?? new(), progress, token);
    }

    /// <summary>Looks in one set, whichever split it is.</summary>
    /// <param name="data">The set, with classes.</param>
    /// <param name="options">What counts. Default: a correlation of 0.98.</param>
    /// <param name="progress">Hears how far it is. Default: nobody.</param>
    /// <param name="token">Ends the work early.</param>
    public static DuplicateReport Of(
        Dataset data,
        DuplicateOptions? options = null,
        IProgress<LearningProgress>? progress = null,
        CancellationToken token = default
    )
    {
        ArgumentNullException.ThrowIfNull(data);
        return Of(data, null, options ?? new(), progress, token);
    }

    private static DuplicateReport Of(
        Dataset train,
        Dataset? test,
        DuplicateOptions options,
        IProgress<LearningProgress>? progress,
        CancellationToken token
    )
    {
        if (train.TargetCount > 0)
            throw new ArgumentException(
                $"Duplicates are looked for in data with classes, but {train.Name} has real targets.",
                nameof(train)
            );
        var images = new ImageSet(train, test);
        progress?.Report(new("hashes", 0, images.Count));
        var hashes = images.Hashes(token);
        var groups = Groups(images, hashes);
        var near = options.Near && images.Shape is { Height: > 1, Width: > 1 } ? Near(images, hashes, options, progress, token) : null;
        var exactly = new bool[images.Count];
        foreach (var group in groups.Where(group => group.AcrossSplit))
        foreach (var member in group.Members.Where(member => member.Split == DatasetSplit.Test))
            exactly[images.TrainCount + member.Position] = true;
        return new(
            groups,
            near?.Pairs ?? [],
            near?.Count ?? 0,
            near?.Across ?? 0,
            near?.Conflicts ?? 0,
            Share(images, at => exactly[at]),
            near is null ? null : Share(images, at => exactly[at] || near.IsInTrain(at)),
            Rule(near is not null, options)
        );
    }

    private static ImmutableArray<DuplicateGroup> Groups(ImageSet images, UInt128[] hashes)
    {
        var order = Enumerable.Range(0, images.Count).ToArray();
        Array.Sort((UInt128[])hashes.Clone(), order);
        var groups = new List<int[]>();
        for (var first = 0; first < order.Length; )
        {
            var end = first + 1;
            while (end < order.Length && hashes[order[end]] == hashes[order[first]])
                end++;
            if (end - first > 1)
                groups.Add([.. order[first..end].Order()]);
            first = end;
        }

        return [.. groups.OrderBy(group => group[0]).Select(group => new DuplicateGroup([.. group.Select(images.Example)]))];
    }

    private static NearTally Near(
        ImageSet images,
        UInt128[] hashes,
        DuplicateOptions options,
        IProgress<LearningProgress>? progress,
        CancellationToken token
    )
    {
        progress?.Report(new("small images", 0, images.Count));
        using var sketches = ImageSketches.Of(images, token);
        var tally = new NearTally(images, sketches, hashes, options);
        var (done, tiles) = (0, AlikePairs.Tiles(images.Count));
        AlikePairs.ForEachTile(
            sketches.Values,
            options.LeastCorrelation - Slack,
            pairs =>
            {
                tally.Add(pairs, token);
                progress?.Report(new("pairs", ++done, tiles));
            },
            token
        );
        return tally;
    }

    private static Estimate? Share(ImageSet images, Func<int, bool> found)
    {
        var tests = images.Count - images.TrainCount;
        return tests == 0 ? null : Estimate.OfShare(Enumerable.Range(images.TrainCount, tests).Count(found), tests);
    }

    private static string Rule(bool near, DuplicateOptions options) =>
        near
            ? string.Create(
                CultureInfo.InvariantCulture,
                $"Exact duplicates have the same bytes; near duplicates have pixels that correlate by at least {options.LeastCorrelation}, "
            ) + string.Create(CultureInfo.InvariantCulture, $"and edges that correlate by at least {options.LeastEdgeCorrelation}.")
            : "Exact duplicates have the same bytes; near duplicates were not looked for.";
}
