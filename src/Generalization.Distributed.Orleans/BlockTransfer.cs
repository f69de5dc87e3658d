using System.Buffers;
using System.Runtime.InteropServices;
using Generalization.Distributed.Blocks;
using Generalization.Distributed.Work;
using Generalization.Distributed.Workers;
using Microsoft.Extensions.Logging.Abstractions;

namespace Generalization.Distributed.Orleans;

/// <summary>Moves blocks between a worker's network and the cluster, as many at once as the silos allow.</summary>
public sealed class BlockTransfer
{
    private const int FirstCredits = 4;

    private readonly IGrainFactory grains;
    private readonly DistributedTraining training;
    private readonly FlatNetwork flat;
    private readonly int number;
    private readonly Persistence persistence;
    private readonly Credits credits = new(FirstCredits);
    private readonly float[][] residuals;
    private readonly long[] versions;
    private long knownGeneration;

    /// <summary>Moves a worker's blocks.</summary>
    /// <param name="grains">The cluster.</param>
    /// <param name="training">The training.</param>
    /// <param name="flat">The worker's network; stays the caller's.</param>
    /// <param name="number">The worker's number.</param>
    public BlockTransfer(IGrainFactory grains, DistributedTraining training, FlatNetwork flat, int number)
        : this(grains, training, flat, number, new Persistence(NullLogger.Instance)) { }

    internal BlockTransfer(IGrainFactory grains, DistributedTraining training, FlatNetwork flat, int number, Persistence persistence)
    {
        this.grains = grains ?? throw new ArgumentNullException(nameof(grains));
        this.training = training ?? throw new ArgumentNullException(nameof(training));
        this.flat = flat ?? throw new ArgumentNullException(nameof(flat));
        (this.number, this.persistence) = (number, persistence);
        residuals = training.Options.Format == GradientFormat.Float32 ? [] : [.. training.Layout.Blocks.Select(b => new float[b.Length])];
        versions = [.. training.Layout.Blocks.Select(_ => -1L)];
    }

    /// <summary>Gets all blocks for a part, but for those that are here already; <see cref="FlatNetwork.Commit"/> ends it.</summary>
    /// <param name="generation">The training's generation.</param>
    /// <param name="part">The part.</param>
    /// <param name="token">Ends it early.</param>
    /// <returns>Served; or Over where the part's round is over, or OtherGeneration where a block has no state of the generation.</returns>
    public async Task<BlockStatus> Pull(long generation, WorkPart part, CancellationToken token = default)
    {
        if (generation != knownGeneration)
        {
            Forget();
            // What was rounded away of gradients that are lost belongs to no other.
            foreach (var residual in residuals)
                Array.Clear(residual);
        }

        knownGeneration = generation;
        var answers = await Task.WhenAll(training.Layout.Blocks.Select(b => PullOne(generation, part, b, token)));
        return answers.Contains(BlockStatus.OtherGeneration) ? BlockStatus.OtherGeneration
            : answers.Contains(BlockStatus.Over) ? BlockStatus.Over
            : BlockStatus.Served;
    }

    /// <summary>Sends the gradient that the network has gathered to all blocks.</summary>
    /// <param name="generation">The training's generation.</param>
    /// <param name="part">The part.</param>
    /// <param name="token">Ends it early.</param>
    /// <returns>The mean staleness; null where a block has no state of the generation.</returns>
    public async Task<double?> Push(long generation, WorkPart part, CancellationToken token = default)
    {
        var staleness = await Task.WhenAll(training.Layout.Blocks.Select(b => PushOne(generation, part, b, token)));
        return staleness.Contains(null) ? null : staleness.Average(s => s!.Value);
    }

    /// <summary>Gets all blocks anew next time.</summary>
    public void Forget() => Array.Fill(versions, -1);

    private async Task<BlockStatus> PullOne(long generation, WorkPart part, BlockSlice slice, CancellationToken token)
    {
        await credits.Take();
        int? granted = null;
        try
        {
            var grain = grains.GetGrain<IBlockGrain>(slice.Index);
            // A forward pass changes the network's own running averages: they are not what the block has.
            var known = slice.Pieces.Any(p => p.Entry.IsAverage) ? -1 : versions[slice.Index];
            var reply = await persistence.Call(() => grain.Pull(generation, part.Number, known).AsTask(), token);
            granted = reply.Credits;
            if (reply.Status is BlockStatus.OtherGeneration or BlockStatus.Over)
                return reply.Status;
            if (reply.Bytes is { } bytes)
                using (bytes)
                    flat.Load(slice, MemoryMarshal.Cast<byte, float>(bytes.Span));
            versions[slice.Index] = reply.Version;
            return BlockStatus.Served;
        }
        finally
        {
            credits.GiveBack(granted);
        }
    }

    private async Task<double?> PushOne(long generation, WorkPart part, BlockSlice slice, CancellationToken token)
    {
        await credits.Take();
        int? granted = null;
        var format = training.Options.Format;
        var length = GradientCodec.BytesOf(slice, format);
        var message = ArrayPool<byte>.Shared.Rent(length);
        try
        {
            Encode(slice, message.AsSpan(0, length));
            var request = new PushRequest(
                generation,
                number,
                part.Number,
                versions[slice.Index],
                part.Examples,
                format,
                new BlockBytes(message, length)
            );
            var grain = grains.GetGrain<IBlockGrain>(slice.Index);
            var reply = await persistence.Call(() => grain.Push(request).AsTask(), token);
            granted = reply.Credits;
            return reply.Status == BlockStatus.OtherGeneration ? null : reply.Staleness;
        }
        finally
        {
            // A call that was given up may still be read: such memory is not used again.
            if (granted is not null)
                ArrayPool<byte>.Shared.Return(message);
            credits.GiveBack(granted);
        }
    }

    private void Encode(BlockSlice slice, Span<byte> bytes)
    {
        if (training.Options.Format == GradientFormat.Float32)
        {
            flat.ReadGradient(slice, MemoryMarshal.Cast<byte, float>(bytes));
            return;
        }

        var values = new float[slice.Length];
        flat.ReadGradient(slice, values);
        GradientCodec.Encode(slice, training.Options.Format, values, residuals[slice.Index], bytes);
    }
}
