using System.Diagnostics;
using System.Runtime.InteropServices;
using Generalization.Distributed.Blocks;
using Generalization.Distributed.Checkpoints;
using Generalization.Distributed.Work;
using Orleans.Runtime;

namespace Generalization.Distributed.Orleans;

/// <summary>A parameter block as a grain. Its state lives in memory alone: where its silo is lost, all blocks go back to the last
/// manifest.</summary>
[EvenPlacement]
internal sealed class BlockGrain(DistributedTraining training, EngineOptions options, ILocalSiloDetails silo) : Grain, IBlockGrain
{
    private const int MostCredits = 16;

    private readonly CheckpointFolder folder = new(options.Folder);
    private ParameterBlock? block;
    private long generation,
        bytesIn,
        bytesOut,
        lastWork;
    private (long Version, SharedBytes Bytes)? image;

    private BlockSlice Slice => training.Layout.Blocks[(int)this.GetPrimaryKeyLong()];

    // A share of what may be under way, for each worker.
    private int Credits =>
        (int)Math.Clamp(options.BytesUnderWay / (Math.Max(1, Slice.Length) * sizeof(float)) / training.Plan.Workers, 1, MostCredits);

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        DelayDeactivation(TimeSpan.MaxValue);
        return Task.CompletedTask;
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        block?.Dispose();
        block = null;
        return Task.CompletedTask;
    }

    public ValueTask<PullReply> Pull(long generation, long part, long known)
    {
        if (!IsOf(generation))
            return new(new PullReply(BlockStatus.OtherGeneration, 0, null, Credits));
        if (block!.IsOver(part))
            return new(new PullReply(BlockStatus.Over, block.Version, null, Credits));
        var version = block.VersionFor(part);
        if (version == known)
            return new(new PullReply(BlockStatus.Known, version, null, Credits));
        // Workers that come at once get the same bytes, which nobody keeps: a silo's memory is its blocks' and what is under way.
        if (image is not { } kept || kept.Version != version || !kept.Bytes.TryShare())
        {
            kept = (version, SharedBytes.Rent(Slice.Length * sizeof(float)));
            block.Pull(part, MemoryMarshal.Cast<byte, float>(kept.Bytes.Span));
            image = kept;
        }

        bytesOut += kept.Bytes.Length;
        return new(new PullReply(BlockStatus.Served, version, new BlockBytes(kept.Bytes), Credits));
    }

    public ValueTask<PushReply> Push(PushRequest request)
    {
        using var gradient = request.Gradient;
        if (!IsOf(request.Generation))
            return new(new PushReply(BlockStatus.OtherGeneration, 0, Credits));
        bytesIn += gradient.Length;
        lastWork = Stopwatch.GetTimestamp();
        var staleness = Math.Max(0, block!.Version - request.BaseVersion);
        block.Push(new GradientPush(request.Worker, request.Part, request.BaseVersion, request.Examples, request.Format, gradient.Span));
        return new(new PushReply(BlockStatus.Served, staleness, Credits));
    }

    public ValueTask Begin(long generation)
    {
        if (block is not null && generation <= this.generation)
            return default;
        var manifest = folder.ReadManifest(training.Describe());
        var slice = Slice;
        var next = new ParameterBlock(slice, training.Rules, training.Initial.AsSpan(slice.First, slice.Length));
        try
        {
            if (manifest is not null)
            {
                using var state = folder.Read(slice.Index, manifest.Blocks[slice.Index]);
                next.Restore(state);
            }
        }
        catch
        {
            // Not begun: a block with initial weights must not pass for one of this generation.
            next.Dispose();
            throw;
        }

        block?.Dispose();
        (block, this.generation, image, lastWork) = (next, generation, null, Stopwatch.GetTimestamp());
        return default;
    }

    public ValueTask<BlockReport> Report() =>
        new(
            block is null
                ? new BlockReport(0, 0, 0, [], [], 0, 0, 0, bytesIn, bytesOut, silo.SiloAddress.ToString(), null)
                : new BlockReport(
                    generation,
                    block.Version,
                    block.Parts.Below,
                    [.. block.Parts.Above.Concat(block.Waiting)],
                    block.Counts.Staleness.ToDictionary(s => s.Key, s => s.Value.Values.ToArray()),
                    block.Counts.Taken,
                    block.Counts.Duplicates,
                    block.Counts.Late,
                    bytesIn,
                    bytesOut,
                    silo.SiloAddress.ToString(),
                    Stopwatch.GetElapsedTime(lastWork).TotalSeconds
                )
        );

    public async ValueTask<BlockSaved> Save(long generation, int epoch)
    {
        if (!IsOf(generation))
            return new BlockSaved(BlockStatus.OtherGeneration, "", "", 0);
        block!.Flush();
        block.Settle((long)epoch * training.Plan.PartsPerEpoch);
        using var state = block.State();
        var saved = await Task.Run(() => folder.Write(epoch, generation, state));
        return new BlockSaved(BlockStatus.Served, saved.File, saved.Hash, saved.Version);
    }

    public ValueTask Leave(long generation)
    {
        if (!IsOf(generation))
            return default;
        // At once: what still comes here must not be taken.
        block!.Dispose();
        (block, image) = (null, null);
        DeactivateOnIdle();
        return default;
    }

    private bool IsOf(long asked) => block is not null && generation == asked;
}
