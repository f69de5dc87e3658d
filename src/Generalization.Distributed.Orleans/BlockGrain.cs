using System.Runtime.InteropServices;
using Generalization.Distributed.Blocks;
using Generalization.Distributed.Checkpoints;
using Generalization.Distributed.Work;
using Orleans.Placement;

namespace Generalization.Distributed.Orleans;

/// <summary>A parameter block as a grain. Its state lives in memory alone: where its silo is lost, all blocks go back to the last
/// manifest.</summary>
[HashBasedPlacement]
internal sealed class BlockGrain(DistributedTraining training, EngineOptions options) : Grain, IBlockGrain
{
    private const int MostCredits = 16;

    private readonly CheckpointFolder folder = new(options.Folder);
    private ParameterBlock? block;
    private long generation,
        bytesIn,
        bytesOut;
    private (long Version, BlockBytes Bytes)? image;

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
        // Workers that come between two updates get the same bytes.
        if (image is not { } kept || kept.Version != version)
        {
            var bytes = GC.AllocateUninitializedArray<byte>(Slice.Length * sizeof(float));
            block.Pull(part, MemoryMarshal.Cast<byte, float>(bytes.AsSpan()));
            image = kept = (version, new BlockBytes(bytes, bytes.Length));
        }

        bytesOut += kept.Bytes.Length;
        return new(new PullReply(BlockStatus.Served, version, kept.Bytes, Credits));
    }

    public ValueTask<PushReply> Push(PushRequest request)
    {
        using var gradient = request.Gradient;
        if (!IsOf(request.Generation))
            return new(new PushReply(BlockStatus.OtherGeneration, 0, Credits));
        bytesIn += gradient.Length;
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
        (block, this.generation, image) = (next, generation, null);
        return default;
    }

    public ValueTask<BlockReport> Report() =>
        new(
            block is null
                ? new BlockReport(0, 0, 0, [], [], 0, 0, 0, bytesIn, bytesOut)
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
                    bytesOut
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

    private bool IsOf(long asked) => block is not null && generation == asked;
}
