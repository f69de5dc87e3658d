using System.Collections.Immutable;

namespace Generalization.Imaging;

/// <summary>Counts what is passed over in a folder.</summary>
internal sealed class PassedOverTally
{
    private const int MostKinds = 5;

    private readonly List<PassedOver> found = [];
    private readonly SortedSet<string> otherKinds = new(StringComparer.Ordinal);
    private PassedOver? other;

    /// <summary>What was counted, in the order in which it was first met.</summary>
    public ImmutableArray<PassedOver> All => other is null ? [.. found] : [.. found, other with { Reason = $"of other formats ({Kinds})" }];

    private string Kinds => string.Join(", ", otherKinds.Take(MostKinds)) + (otherKinds.Count > MostKinds ? ", …" : "");

    /// <summary>Counts a file.</summary>
    public void Add(string reason, string file) => Add(reason, [file]);

    /// <summary>Counts files.</summary>
    public void Add(string reason, IEnumerable<string> files)
    {
        foreach (var file in files)
        {
            var at = found.FindIndex(p => p.Reason == reason);
            if (at < 0)
                found.Add(new PassedOver(reason, 1, file));
            else
                found[at] = found[at] with { Files = found[at].Files + 1 };
        }
    }

    /// <summary>Counts a file that is no picture by its name.</summary>
    public void AddOther(string file)
    {
        otherKinds.Add(Path.GetExtension(file) is { Length: > 0 } kind ? "*" + kind.ToLowerInvariant() : "no ending");
        other = new PassedOver("", (other?.Files ?? 0) + 1, other?.Example ?? file);
    }
}
