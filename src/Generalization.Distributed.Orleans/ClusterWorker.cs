using Generalization.Distributed.Work;
using Generalization.Distributed.Workers;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Generalization.Distributed.Orleans;

/// <summary>A worker: asks for a part, pulls the blocks, computes, pushes the gradient, until nothing is left.</summary>
/// <remarks>It survives silos and the coordinator: a call without an answer is made again, and a gradient that comes twice counts
/// once.</remarks>
public sealed class ClusterWorker : IDisposable
{
    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(1);

    private readonly IGrainFactory grains;
    private readonly DistributedTraining training;
    private readonly int number;
    private readonly Persistence persistence;
    private readonly PartGradients gradients;
    private readonly ComputeThread computing;
    private readonly BlockTransfer transfer;
    private readonly string words;

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
        this.number = number;
        persistence = new Persistence(logger ?? NullLogger<ClusterWorker>.Instance);
        gradients = training.CreateGradients();
        computing = new ComputeThread(torchThreads);
        transfer = new BlockTransfer(grains, training, gradients.Flat, number, persistence);
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
                var reply = await persistence.Call(() => Coordinator.Next(number, words, told), token);
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
        switch (await transfer.Pull(generation, part, token))
        {
            case BlockStatus.OtherGeneration:
                return await Lost(generation, token);
            case BlockStatus.Over:
                return null;
        }

        var loss = await computing.Run(() =>
        {
            gradients.Flat.Commit();
            return gradients.Step(part);
        });
        return await transfer.Push(generation, part, token) is { } staleness
            ? new WorkDone(generation, part.Number, loss.Loss, loss.Correct, staleness)
            : await Lost(generation, token);
    }

    private async Task<WorkDone?> Lost(long generation, CancellationToken token)
    {
        transfer.Forget();
        await persistence.Call(() => Coordinator.Fault(generation), token);
        await Task.Delay(Persistence.Pause, token);
        return null;
    }

    private async Task Beat(CancellationToken token)
    {
        using var timer = new PeriodicTimer(Heartbeat);
        try
        {
            while (await timer.WaitForNextTickAsync(token))
                await persistence.Call(() => Coordinator.Alive(number), token);
        }
        catch (OperationCanceledException)
        {
            // The work has ended.
        }
    }
}
