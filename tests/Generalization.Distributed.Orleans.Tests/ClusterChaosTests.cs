using Generalization.Distributed;
using Generalization.Randomness;
using Generalization.Tests.Support;

namespace Generalization.Tests;

public class ClusterChaosTests
{
    private const int Events = 5;

    [Fact]
    public async Task Members_that_come_and_go_end_no_training()
    {
        var training = Trainings.Perceptron(new DistributedOptions { BlockBytes = 16 * 1024 }, examples: 640, epochs: 30);
        await using var cluster = await TestCluster.Start(training, silos: 3, workers: 4);
        var draws = new RandomKey(3, RandomPurpose.Custom).Stream(0);
        for (var happened = 0; happened < Events; happened++)
        {
            await cluster.UntilParts(40 * (happened + 1));
            if (draws.NextInt32(2) == 0)
            {
                var worker = draws.NextInt32(4);
                await cluster.KillWorker(worker);
                await Task.Delay(TimeSpan.FromMilliseconds(500));
                cluster.StartWorker(worker);
            }
            else
            {
                await cluster.Orleans.KillSiloAsync(cluster.Orleans.Silos[draws.NextInt32(cluster.Orleans.Silos.Count)]);
                await cluster.Orleans.StartAdditionalSiloAsync();
            }
        }

        var weights = await cluster.Weights();

        weights.Should().OnlyContain(w => float.IsFinite(w));
        (await cluster.Reports()).Should().OnlyContain(r => r.Version == training.Plan.Parts, "each part made one update, in every block");
    }
}
