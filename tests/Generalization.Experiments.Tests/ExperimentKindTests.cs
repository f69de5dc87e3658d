using Generalization.Experiments;
using Generalization.Experiments.Kinds;
using Generalization.Experiments.Running;
using Generalization.Experiments.Store;
using Generalization.Tests.Support;

namespace Generalization.Tests.ExperimentData;

public sealed class ExperimentKindTests : IDisposable
{
    private static readonly ExperimentKinds Kinds = KnownKinds.All.With(SumKind.Instance);
    private readonly string root = Directory.CreateTempSubdirectory("kinds").FullName;

    public void Dispose() => Directory.Delete(root, recursive: true);

    [Fact]
    public void A_kind_of_ones_own_is_listed_run_stored_and_read()
    {
        var list = ExperimentList.Parse(
            """
            {"name": "mine", "sweeps": [
              {"base": {"kind": "sum", "a": 5}, "over": {"b": [1, 2, 2]}},
              {"base": {"kind": "sum", "a": 13}}]}
            """,
            Kinds
        );
        list.Experiments.Select(e => e.Words).Should().Equal("5 + 1", "5 + 2", "13 + 2");
        list.Experiments[1].ToJson().Should().Be("""{"kind":"sum","a":5,"b":2,"schema":2,"seed":0}""");
        var store = RunStore.Open(root);
        var outcome = new SweepRunner(store, new ExperimentRunner(Tiny.Catalog)).Run([.. list.Experiments, Tiny.FiniteSample]);
        (outcome.Finished, outcome.Failed).Should().Be((3, 1));
        store
            .ReadAll(list.Experiments)
            .Select(r => r.Outcome)
            .Should()
            .Equal("the sum is 6", "the sum is 7", "failed: A must not be 13, but was.");
        SumKind.Instance.Columns[0].Of(store.Read(list.Experiments[0])).Should().Be(6);
        SumKind.Instance.Columns[0].Of(store.Read(Tiny.FiniteSample)).Should().BeNull();
        File.ReadAllText(Path.Combine(store.FolderOf(list.Experiments[0]), "result.json"))
            .Should()
            .Contain("\"sum\": {\n    \"sum\": 6\n  }");
    }

    [Fact]
    public void A_kind_that_is_not_known_names_those_that_are() =>
        new Action(() => KnownKinds.All.Parse("""{"kind":"sum"}"""))
            .Should()
            .Throw<ExperimentException>()
            .WithMessage(
                "*The kind must be one of training, kernel, finite-sample, least-norm, random-features, audit, distributed, but was sum."
            );

    [Fact]
    public void What_an_older_version_began_and_finished_stays_where_it_is()
    {
        var store = RunStore.Open(root);
        var old = Path.Combine(root, ExperimentIdentity.OfFirstSchema(Tiny.FiniteSample)!);
        Directory.CreateDirectory(old);
        store.FolderOf(Tiny.FiniteSample).Should().Be(old);
        new ExperimentRunner(Tiny.Catalog).Run(store, Tiny.FiniteSample)!.Error.Should().BeNull();
        Directory.GetDirectories(root).Should().Equal(old);
        // As schema 1 wrote it, with the other kinds' names and without what is new.
        var path = Path.Combine(old, "result.json");
        File.WriteAllText(
            path,
            File.ReadAllText(path)
                .Replace("\"schema\": 2", "\"schema\": 1")
                .Replace("    \"outputs\": \"one\",\n    \"directions\": 8,\n", "")
                .Replace("  \"error\"", "  \"training\": null,\n  \"kernel\": null,\n  \"error\"")
        );
        File.ReadAllText(path).Should().NotContain("directions\": 8,\n    \"schema");
        store.Read(Tiny.FiniteSample).Status.Should().Be(RunStatus.Finished, store.Read(Tiny.FiniteSample).Damage);
    }
}
