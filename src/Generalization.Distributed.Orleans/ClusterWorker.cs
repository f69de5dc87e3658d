using System.Runtime.InteropServices;
using Generalization.Distributed.Blocks;
using Generalization.Distributed.Work;
using Generalization.Distributed.Workers;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Orleans.Runtime;

namespace Generalization.Distributed.Orleans;

/// <summary>A worker: asks for a part, pulls the blocks, computes, pushes the gradient, until nothing is left.</summary>
/// <remarks>It survives silos and the coordinator: a call without an answer is made again, and a gradient that comes twice counts
/// once.</remarks>
public sealed class ClusterWorker : IDisposable
{
    private const int FirstCredits = 4;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200),
        Heartbeat = TimeSpan.FromSeconds(1);

    private readonly IGrainFactory grains;
    private readonly DistributedTraining training;
    private readonly int number;
    private readonly ILogger logger;
    private readonly PartGradients gradients;
    private readonly ComputeThread computing;
    private readonly Credits credits = new(FirstCredits);
    private readonly float[][] residuals;
    private readonly long[] versions;
    private readonly string words;
    private long knownGeneration;

    /// <summary>A worker that has not begun.</summary>
    /// <param name="grains">The cluster.</param>
    /// <param name="training">The training, the same as the silos'.</param>
    /// <param name="number">The worker's number, which no other has, at least 0.</param>
    /// <param name="torchThreads">libtorch's threads; 0 for as many as it likes. Default: 0.</param>
    /// <param name="logger">Gets warnings. Default: nothing is written.</param>
    public ClusterWorker(
        IGrainFactory grains,
        DistributedTraining training,
        int number,
        int torchThreads = 0,
        ILogger<ClusterWorker>? logger = null
    )
    {
        this.grains = grains ?? throw new ArgumentNullException(nameof(grains));
        this.training = training ?? throw new ArgumentNullException(nameof(training));
        ArgumentOutOfRangeException.ThrowIfNegative(number);
        (this.number, this.logger) = (number, logger ?? NullLogger<ClusterWorker>.Instance);
        gradients = training.CreateGradients();
        computing = new ComputeThread(torchThreads);
        residuals =
            training.Options.Format == GradientFormat.Float32 ? [] : [.. training.Layout.Blocks.Select(b => new float[b.Length])];
        versions = [.. training.Layout.Blocks.Select(_ => -1L)];
        words = training.Describe();
    }

    private ICoordinatorGrain Coordinator => grains.GetGrain<ICoordinatorGrain>(0);

    /// <summary>Is told of each part that is done. Default: nobody.</summary>
    public Action<WorkDone>? PartDone { get; init; }

    /// <summary>Works until nothing is left.</summary>
    /// <param name="token">Ends the work early.</param>
    /// <exception cref="OtherTrainingException">The cluster does another training.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public async Task RunAsync(CancellationToken token = default)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(token);
        var beating = Beat(ended.Token);
        try
        {
            WorkDone? done = null;
            while (true)
            {
                var told = done;
                var reply = await Persist(() => Coordinator.Next(number, words, told), token);
                done = null;
                if (reply.Answer == WorkAnswer.Finished)
                    return;
                if (reply.Answer == WorkAnswer.Part)
                    done = await Do(reply.Generation, training.Plan.Part(reply.Part), token);
                if (done is not null)
                    PartDone?.Invoke(done);
            }
        }
        finally
        {
            await ended.CancelAsync();
            await beating;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        computing.Dispose();
        gradients.Dispose();
    }

    private async Task<WorkDone?> Do(long generation, WorkPart part, CancellationToken token)
    {
        if (generation != knownGeneration)
            Array.Fill(versions, -1);
        knownGeneration = generation;
        var pulled = await Task.WhenAll(training.Layout.Blocks.Select(b => Pull(generation, part, b, token)));
        if (pulled.Contains(false))
            return await Lost(generation, token);
        var loss = await computing.Run(() =>
        {
            gradients.Flat.Commit();
            return gradients.Step(part);
        });
        var staleness = await Task.WhenAll(training.Layout.Blocks.Select(b => Push(generation, part, b, token)));
        return staleness.Contains(null)
            ? await Lost(generation, token)
            : new WorkDone(generation, part.Number, loss.Loss, loss.Correct, staleness.Average(s => s!.Value));
    }

    private async Task<WorkDone?> Lost(long generation, CancellationToken token)
    {
        Array.Fill(versions, -1);
        await Persist(
            async () =>
            {
                await Coordinator.Fault(generation);
                return true;
            },
            token
        );
        await Task.Delay(Pause, token);
        return null;
    }

    private async Task<bool> Pull(long generation, WorkPart part, BlockSlice slice, CancellationToken token)
    {
        await credits.Take();
        int? granted = null;
        try
        {
            var grain = grains.GetGrain<IBlockGrain>(slice.Index);
            var reply = await Persist(() => grain.Pull(generation, part.Number, versions[slice.Index], number).AsTask(), token);
            granted = reply.Credits;
            if (reply.Status == BlockStatus.OtherGeneration)
                return false;
            if (reply.Bytes is { } bytes)
                using (bytes)
                    gradients.Flat.Load(slice, MemoryMarshal.Cast<byte, float>(bytes.Span));
            versions[slice.Index] = reply.Version;
            return true;
        }
        finally
        {
            credits.GiveBack(granted);
        }
    }

    private async Task<double?> Push(long generation, WorkPart part, BlockSlice slice, CancellationToken token)
    {
        await credits.Take();
        int? granted = null;
        var format = training.Options.Format;
        var length = GradientCodec.BytesOf(slice, format);
        var message = System.Buffers.ArrayPool<byte>.Shared.Rent(length);
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
            var reply = await Persist(() => grain.Push(request).AsTask(), token);
            granted = reply.Credits;
            return reply.Status == BlockStatus.OtherGeneration ? null : Math.Max(0, reply.Version - 1 - versions[slice.Index]);
        }
        finally
        {
            // A call that was given up may still be read: such memory is not used again.
            if (granted is not null)
                System.Buffers.ArrayPool<byte>.Shared.Return(message);
            credits.GiveBack(granted);
        }
    }

    private void Encode(BlockSlice slice, Span<byte> bytes)
    {
        if (training.Options.Format == GradientFormat.Float32)
        {
            gradients.Flat.ReadGradient(slice, MemoryMarshal.Cast<byte, float>(bytes));
            return;
        }

        var values = new float[slice.Length];
        gradients.Flat.ReadGradient(slice, values);
        GradientCodec.Encode(slice, training.Options.Format, values, residuals[slice.Index], bytes);
    }

    private async Task Beat(CancellationToken token)
    {
        using var timer = new PeriodicTimer(Heartbeat);
        try
        {
            while (await timer.WaitForNextTickAsync(token))
                await Persist(
                    async () =>
                    {
                        await Coordinator.Alive(number);
                        return true;
                    },
                    token
                );
        }
        catch (OperationCanceledException)
        {
            // The work has ended.
        }
    }

    // Until somebody answers: a silo that was lost is another one's within seconds.
    private async Task<T> Persist<T>(Func<Task<T>> call, CancellationToken token)
    {
        while (true)
        {
            token.ThrowIfCancellationRequested();
            try
            {
                return await call().WaitAsync(token);
            }
            catch (Exception e) when (e is OrleansException or TimeoutException or IOException or ObjectDisposedException)
            {
                logger.LogWarning("Worker {Worker} asks again: {Problem}", number, e.Message);
                await Task.Delay(Pause, token);
            }
        }
    }
}
