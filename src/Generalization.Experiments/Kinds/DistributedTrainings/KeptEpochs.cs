using System.Collections.Immutable;
using System.Text.Json;
using Generalization.Distributed.Results;
using Generalization.Files;

namespace Generalization.Experiments.Kinds.DistributedTrainings;

/// <summary>The epochs of a cluster's training over all its stretches: an engine that goes on from a checkpoint knows its own
/// alone.</summary>
internal sealed class KeptEpochs
{
    private const int MostBytes = 1 << 26;

    private static readonly JsonSerializerOptions Json = new()
    {
        NumberHandling = System.Text.Json.Serialization.JsonNumberHandling.AllowNamedFloatingPointLiterals,
    };

    private readonly string path;
    private readonly ImmutableArray<DistributedEpoch> before;
    private ImmutableArray<DistributedEpoch> own = [];

    public KeptEpochs(string folder)
    {
        path = Path.Combine(Directory.CreateDirectory(folder).FullName, "epochs.json");
        before = Read();
    }

    public void Add(DistributedEpoch epoch)
    {
        own = own.Add(epoch);
        WholeFile.Write(path, JsonSerializer.Serialize(Joined(own), Json));
    }

    /// <summary>A run with the epochs, and the seconds, of the stretches before it.</summary>
    public DistributedRun Whole(DistributedRun run)
    {
        var all = Joined(run.Epochs);
        return run with { Epochs = all, Seconds = run.Seconds + SecondsBefore(run.Epochs) };
    }

    private ImmutableArray<DistributedEpoch> Joined(ImmutableArray<DistributedEpoch> stretch)
    {
        var seconds = SecondsBefore(stretch);
        return [.. Earlier(stretch), .. stretch.Select(e => e with { Seconds = e.Seconds + seconds })];
    }

    private double SecondsBefore(ImmutableArray<DistributedEpoch> stretch) => Earlier(stretch).LastOrDefault()?.Seconds ?? 0;

    private IEnumerable<DistributedEpoch> Earlier(ImmutableArray<DistributedEpoch> stretch) =>
        before.TakeWhile(e => stretch.IsEmpty || e.Epoch < stretch[0].Epoch);

    private ImmutableArray<DistributedEpoch> Read()
    {
        try
        {
            return Path.Exists(path)
                ? [.. JsonSerializer.Deserialize<DistributedEpoch[]>(RegularFile.ReadText(path, MostBytes), Json) ?? []]
                : [];
        }
        catch (Exception e) when (e is JsonException or NotSupportedException or ArgumentException or InvalidOperationException)
        {
            // The training itself goes on from its checkpoint; what was right before it is not worth refusing it.
            return [];
        }
    }
}
