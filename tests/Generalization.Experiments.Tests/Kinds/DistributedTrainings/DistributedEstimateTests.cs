using Generalization.Experiments;
using Generalization.Experiments.Kinds.DistributedTrainings;
using Generalization.Experiments.Running;
using Generalization.Experiments.Store;
using Generalization.Tests.Support;

namespace Generalization.Tests.Kinds.DistributedTrainings;

public sealed class DistributedEstimateTests : IDisposable
{
    private static readonly DistributedExperiment Small = new()
    {
        Dataset = "synthetic",
        Model = "tiny",
        Epochs = 2,
    };

    private readonly string root = Directory.CreateTempSubdirectory().FullName;

    public void Dispose() => Directory.Delete(root, recursive: true);

    [Fact]
    public void It_grows_with_images_and_epochs_and_another_seed_takes_as_long()
    {
        var done = new ExperimentRunner(Tiny.Catalog).Run(RunStore.Open(root), Small)! with { Seconds = 12 };
        double? Of(DistributedExperiment e) => e.Kind.RemainingSeconds(new Run(e, RunStatus.Pending, [], null), [done]);
        Of(Small with { Seed = 7 }).Should().Be(12);
        Of(Small with { Policy = "sync" }).Should().Be(12);
        Of(Small with { Epochs = 20 }).Should().Be(120);
        Of(Small with { Epochs = 20, Train = 32 }).Should().Be(60);
        Of(Small with { Engine = "cluster" }).Should().BeNull();
        Of(Small with { Model = "wide" }).Should().BeNull();
        Of(Small with { Dataset = "another" }).Should().BeNull();
    }
}
