using Generalization.Distributed;
using Generalization.Distributed.Blocks;
using Generalization.Distributed.Orleans;
using Generalization.Distributed.Policies;
using Generalization.Tests.Support;
using Orleans;
using Orleans.Core.Internal;
using Orleans.Runtime;

namespace Generalization.Tests;

public class ClusterWorkerTests
{
    private static DistributedTraining Training(
        string policy,
        int epochs = 2,
        GradientFormat format = GradientFormat.Float32,
        bool batchNorm = false,
        double rate = 0.05
    ) =>
        Trainings.Perceptron(
            new DistributedOptions
            {
                Policy = UpdatePolicy.Parse(policy),
                BlockBytes = 16 * 1024,
                Format = format,
            },
            examples: 640,
            epochs: epochs,
            rate: rate,
            batchNorm: batchNorm
        );

    [Fact]
    public async Task Synchronous_workers_give_the_bits_of_one_process()
    {
        var training = Training("sync");
        await using var cluster = await TestCluster.Start(training, silos: 2, workers: 4);

        (await cluster.Weights()).Should().Equal(OneProcess.Weights(training));
    }

    [Theory]
    [InlineData("async", GradientFormat.Float32)]
    [InlineData("softsync-3", GradientFormat.BFloat16)]
    [InlineData("stale-1", GradientFormat.Float32)]
    public async Task Every_part_is_in_every_block_once(string policy, GradientFormat format)
    {
        var training = Training(policy, format: format);
        await using var cluster = await TestCluster.Start(training, silos: 2, workers: 4);
        await cluster.Finish();

        var reports = await cluster.Reports();

        reports.Should().OnlyContain(r => r.Taken == training.Plan.Parts && r.PartsBelow == training.Plan.Parts && r.Late == 0);
        var status = await cluster.Coordinator.Status();
        status.PartsLost.Should().Be(0);
        status.Workers.Sum(w => w.Examples).Should().Be(2 * 640);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_worker_that_is_killed_and_one_that_comes_later_change_no_bit_of_synchronous_training(bool batchNorm)
    {
        var training = Training("sync", epochs: 4, batchNorm: batchNorm);
        await using var cluster = await TestCluster.Start(training, silos: 1, workers: 4);
        await cluster.UntilParts(60);
        await cluster.KillWorker(2);
        await cluster.UntilParts(100);
        cluster.StartWorker(2);

        (await cluster.Weights()).Should().Equal(OneProcess.Weights(training));
    }

    [Fact]
    public async Task Training_goes_on_where_the_coordinator_alone_was_lost()
    {
        var training = Training("sync", epochs: 4);
        await using var cluster = await TestCluster.Start(training, silos: 1, workers: 4);
        await cluster.UntilParts(50);

        await cluster.Coordinator.Cast<IGrainManagementExtension>().DeactivateOnIdle();

        (await cluster.Weights()).Should().Equal(OneProcess.Weights(training));
        (await cluster.Coordinator.Status()).TimesBack.Should().Be(0);
    }

    [Fact]
    public async Task Where_a_silo_is_lost_all_blocks_go_back_to_the_manifest()
    {
        var training = Training("sync", epochs: 5);
        await using var cluster = await TestCluster.Start(training, silos: 2, workers: 4);
        await cluster.UntilParts(110);
        await cluster.Orleans.KillSiloAsync(cluster.Orleans.Silos[1]);

        (await cluster.Weights()).Should().Equal(OneProcess.Weights(training));
        var status = await cluster.Coordinator.Status();
        status.TimesBack.Should().BeInRange(1, 2);
    }

    [Fact]
    public async Task Blocks_are_even_over_the_silos()
    {
        await using var cluster = await TestCluster.Start(Training("async", epochs: 1), silos: 3, workers: 2);
        await cluster.Finish();

        BySilo(await cluster.Reports()).Should().BeEquivalentTo([2, 2, 1]);
    }

    [Fact]
    public async Task A_silo_that_comes_later_takes_its_share_and_nothing_is_lost()
    {
        var training = Training("sync", epochs: 5);
        await using var cluster = await TestCluster.Start(training, silos: 1, workers: 4);
        await cluster.UntilParts(50);
        await cluster.Orleans.StartAdditionalSiloAsync();

        (await cluster.Weights()).Should().Equal(OneProcess.Weights(training));
        BySilo(await cluster.Reports()).Should().BeEquivalentTo([3, 2]);
        var status = await cluster.Coordinator.Status();
        (status.TimesBack, status.PartsLost, status.SecondsRecovering).Should().Be((0, 0, 0.0), "it was no failure");
    }

    [Fact]
    public async Task The_time_of_a_failure_is_counted_though_the_coordinator_was_lost_too()
    {
        var training = Training("sync", epochs: 4);
        await using var cluster = await TestCluster.Start(training, silos: 1, workers: 4);
        await cluster.UntilParts(50);
        await cluster.Coordinator.Cast<IGrainManagementExtension>().DeactivateOnIdle();
        await cluster.Finish();

        (await cluster.Coordinator.Status()).SecondsRecovering.Should().BeGreaterThan(0);
        cluster.Checkpoints.ReadManifest(training.Describe())!.SecondsRecovering.Should().BeGreaterThan(0, "the next one reads it there");
    }

    [Fact]
    public async Task A_training_that_diverges_ends_and_says_so()
    {
        await using var cluster = await TestCluster.Start(Training("async", rate: 1e30), silos: 1, workers: 2);
        var status = await cluster.Coordinator.Status();
        for (var waited = 0; !status.IsFinished && waited < 300; waited++)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(100));
            status = await cluster.Coordinator.Status();
        }

        (status.IsFinished, status.HasDiverged, status.Epoch).Should().Be((true, true, 0));
    }

    [Fact]
    public async Task A_worker_with_other_options_is_refused()
    {
        await using var cluster = await TestCluster.Start(Training("async"), silos: 1, workers: 0);
        using var worker = new ClusterWorker(cluster.Orleans.Client, Training("stale-2"), 0);

        (await worker.Invoking(w => w.RunAsync()).Should().ThrowAsync<OtherTrainingException>()).WithMessage(
            "A worker must do the cluster's training, but differs in \"policy: stale-2, no remedy\"; start it with the same options."
        );
    }

    private static int[] BySilo(BlockReport[] reports) => [.. reports.CountBy(r => r.Silo).Select(s => s.Value)];
}
