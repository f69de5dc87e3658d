using Generalization.Experiments;
using Generalization.Experiments.Kinds.Audits;
using Generalization.Experiments.Running;
using Generalization.Experiments.Store;
using Generalization.Report.Audits;

namespace Generalization.Tests.Report.Audits;

public sealed class AuditPagesTests : IDisposable
{
    private readonly string root = Directory.CreateTempSubdirectory("audits").FullName;

    public void Dispose() => Directory.Delete(root, recursive: true);

    [Fact]
    public void Each_audit_of_a_sweep_has_its_page_where_its_run_is()
    {
        var store = RunStore.Open(root);
        var runner = new ExperimentRunner(ExperimentCatalog.Paper(), new RunnerOptions { Listener = new AuditPages() });
        var experiment = new AuditExperiment
        {
            Dataset = "fashion-mnist-mini",
            Learner = "kernel",
            Tier = "quick",
            Train = 200,
            Test = 100,
            Planted = 0.1,
        };
        var outcome = new SweepRunner(store, runner).Run([experiment, experiment with { Seed = 1 }]);
        (outcome.Finished, outcome.Failed).Should().Be((2, 0));
        foreach (var run in store.ReadAll([experiment, experiment with { Seed = 1 }]))
        {
            string[] names = ["audit.html", "audit.json", "issues.csv"];
            names.Should().OnlyContain(name => File.Exists(Path.Combine(run.Folder, name)));
            File.ReadAllText(Path.Combine(run.Folder, "audit.html")).Should().Contain("20 labels were planted wrong: ");
            AuditExport.Copy(run.Folder, root);
            File.ReadAllText(Path.Combine(root, "audit.json")).Should().Be(File.ReadAllText(Path.Combine(run.Folder, "audit.json")));
        }
    }
}
