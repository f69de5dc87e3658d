using System.Collections.Concurrent;

namespace Generalization.Experiments.Store;

/// <summary>Watches the leases of others.</summary>
internal sealed class LeaseWatch(LeaseOptions options, TimeProvider clock)
{
    private readonly ConcurrentDictionary<string, Sight> seen = new();

    /// <summary>The number under which a run may be taken now; null while its owner may live.</summary>
    /// <param name="folder">The run's folder, which is there.</param>
    public int? FreeNumber(string folder)
    {
        if (LeaseFile.Numbers(folder) is not [.., var highest])
            return 1;
        if (highest == LeaseFile.MostNumber)
            throw new RunStoreException(
                $"{LeaseFile.PathOf(folder, highest)} must not be there, as its number is the last that there can be, but it is; remove it "
                    + "if nobody works on the run."
            )
            {
                IsOfOneRun = true,
            };
        var text = LeaseFile.Read(folder, highest);
        if (LeaseFile.Parse(text) is { } content && (content.Released || OwnerMark.IsGone(content.Owner)))
            return highest + 1;
        var now = clock.GetTimestamp();
        var sight = seen.AddOrUpdate(
            folder,
            new Sight(highest, text, now),
            (_, before) => before.Number == highest && before.Text == text ? before : new Sight(highest, text, now)
        );
        return clock.GetElapsedTime(sight.Since, now) >= options.TimeOut ? highest + 1 : null;
    }

    private sealed record Sight(int Number, string Text, long Since);
}
