using Generalization.Distributed;
using Generalization.Distributed.Checkpoints;
using Generalization.Distributed.Orleans;
using Orleans.TestingHost;

namespace Generalization.Tests.Support;

/// <summary>A cluster in this process, which serializes for real and has no sockets, with its workers.</summary>
internal sealed class TestCluster : IAsyncDisposable
{
    private readonly TestFolder folder = new();
    private readonly DistributedTraining training;
    private readonly CancellationTokenSource all = new();
    private readonly Dictionary<int, (Task Work, CancellationTokenSource Life)> workers = [];

    private TestCluster(DistributedTraining training, short silos)
    {
        this.training = training;
        Options = new EngineOptions(folder.Path)
        {
            WorkerIsLostAfter = TimeSpan.FromSeconds(2),
            Patience = TimeSpan.FromSeconds(3),
            Silos = silos,
        };
        var builder = new InProcessTestClusterBuilder(silos);
        builder.ConfigureSilo((_, silo) => silo.AddTraining(training, Options));
        builder.ConfigureClient(client => client.AddTraining(Options));
        Orleans = builder.Build();
    }

    public InProcessTestCluster Orleans { get; }

    public EngineOptions Options { get; }

    public CheckpointFolder Checkpoints => new(folder.Path);

    public ICoordinatorGrain Coordinator => Orleans.Client.GetGrain<ICoordinatorGrain>(0);

    public static async Task<TestCluster> Start(DistributedTraining training, short silos, int workers)
    {
        var cluster = new TestCluster(training, silos);
        await cluster.Orleans.DeployAsync();
        for (var worker = 0; worker < workers; worker++)
            cluster.StartWorker(worker);
        return cluster;
    }

    public void StartWorker(int number)
    {
        var life = CancellationTokenSource.CreateLinkedTokenSource(all.Token);
        workers[number] = (
            Task.Run(async () =>
            {
                using var worker = new ClusterWorker(Orleans.Client, training, number, torchThreads: 1);
                await worker.RunAsync(life.Token);
            }),
            life
        );
    }

    public async Task KillWorker(int number)
    {
        var (work, life) = workers[number];
        workers.Remove(number);
        await life.CancelAsync();
        await Task.WhenAny(work);
    }

    public async Task<float[]> Weights()
    {
        await Finish();
        var manifest = Checkpoints.ReadManifest(training.Describe())!;
        manifest.Epoch.Should().Be(training.Plan.Epochs);
        return Checkpoints.ReadWeights(training.Layout, manifest);
    }

    public Task Finish() => Task.WhenAll(workers.Values.Select(w => w.Work)).WaitAsync(TimeSpan.FromSeconds(150));

    public async Task UntilParts(long parts)
    {
        while ((await Coordinator.Status()).PartsDone < parts)
            await Task.Delay(20);
    }

    public async Task<BlockReport[]> Reports() =>
        await Task.WhenAll(training.Layout.Blocks.Select(b => Orleans.Client.GetGrain<IBlockGrain>(b.Index).Report().AsTask()));

    public async ValueTask DisposeAsync()
    {
        await all.CancelAsync();
        await Task.WhenAny(Task.WhenAll(workers.Values.Select(w => w.Work)));
        await Orleans.DisposeAsync();
        folder.Dispose();
    }
}
