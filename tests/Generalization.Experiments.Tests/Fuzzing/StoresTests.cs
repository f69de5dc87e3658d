using System.Text;
using Generalization.Experiments;
using Generalization.Experiments.Kinds;
using Generalization.Experiments.Kinds.DistributedTrainings;
using Generalization.Experiments.Running;
using Generalization.Experiments.Store;
using Generalization.Tests.Support;

namespace Generalization.Tests.Fuzzing;

/// <summary>Lists give what they say or throw what they document. A run that lies in a store is read, whatever is in it.</summary>
public sealed class StoresTests : IDisposable
{
    private readonly string root = Directory.CreateTempSubdirectory("fuzz").FullName;
    private readonly Experiment experiment = Tiny.Training with { Epochs = 2 };

    public void Dispose() => Directory.Delete(root, recursive: true);

    [Fact]
    public void A_list()
    {
        var path = Path.Combine(root, "list.json");
        new Fuzz("list", typeof(ExperimentException)).Run(
            bytes =>
            {
                File.WriteAllBytes(path, bytes);
                ExperimentList.Load(path, KnownKinds.All, mostExperiments: 1000);
            },
            Encoding.UTF8.GetBytes(
                """
                {"name": "l", "sweeps": [{"purpose": "p", "base": {"kind": "training", "dataset": "a", "model": "b",
                  "augment": "crop,flip"},
                  "over": {"seed": [1, 2], "learningRate": [0.1, 1e-3]}}, {"base": {"kind": "kernel", "dataset": "a", "train": 40}}]}
                """
            ),
            Encoding.UTF8.GetBytes("""{"name": "m", "sweeps": [{"base": {"kind": "finite-sample", "n": 20, "d": 3}}]}""")
        );
    }

    [Fact]
    public void An_experiment() =>
        new Fuzz("experiment", typeof(ExperimentException)).Run(
            bytes => KnownKinds.All.Parse(Encoding.UTF8.GetString(bytes)),
            Encoding.UTF8.GetBytes(Tiny.Training.ToJson()),
            Encoding.UTF8.GetBytes(Tiny.Kernel.ToJson()),
            Encoding.UTF8.GetBytes(Tiny.FiniteSample.ToJson()),
            Encoding.UTF8.GetBytes(
                new DistributedExperiment
                {
                    Dataset = "a",
                    Model = "b",
                    Policy = "softsync-2",
                }.ToJson()
            )
        );

    [Fact]
    public void A_training_by_many_workers()
    {
        var of = new DistributedExperiment
        {
            Dataset = "synthetic",
            Model = "tiny",
            Epochs = 1,
            Workers = 2,
        };
        var kept = Kept(of, "distributed.json");
        new Fuzz("distributed", typeof(IOException)).Run(
            bytes =>
            {
                File.WriteAllBytes(Path.Combine(root, "distributed.json"), bytes);
                DistributedFiles.Read(root);
            },
            kept
        );
    }

    // A run of which one file is mutated: it may be of any status, and is claimed, not claimed, or refused in a sentence.
    private void OfRun(string file, params byte[][] seeds)
    {
        var store = RunStore.Open(root);
        var folder = store.FolderOf(experiment);
        new Fuzz(file).Run(
            bytes =>
            {
                Directory.CreateDirectory(folder);
                File.WriteAllBytes(Path.Combine(folder, file), bytes);
                _ = store.Read(experiment).Outcome;
                try
                {
                    store.TryClaim(experiment)?.Dispose();
                }
                catch (RunStoreException) { }

                Directory.Delete(folder, recursive: true);
            },
            seeds
        );
    }

    private byte[] Kept(Experiment of, string file)
    {
        var store = RunStore.Open(root);
        new ExperimentRunner(Tiny.Catalog).Run(store, of);
        var bytes = File.ReadAllBytes(Path.Combine(store.FolderOf(of), file));
        Directory.Delete(store.FolderOf(of), recursive: true);
        return bytes;
    }

    [Fact]
    public void A_result() => OfRun("result.json", Kept(experiment, "result.json"));

    [Fact]
    public void A_history() => OfRun("history.jsonl", Kept(experiment, "history.jsonl"));

    [Fact]
    public void A_lease() => OfRun("lease.000001", Kept(experiment, "lease.000001"));

    [Fact]
    public void The_predictions_of_a_run()
    {
        var seed = Path.Combine(root, "test-predictions.npy");
        new TestPredictions([1, 2, 3], [1, 0, 3]).Write(root);
        var whole = File.ReadAllBytes(seed);
        new Fuzz("predictions", typeof(IOException)).Run(
            bytes =>
            {
                File.WriteAllBytes(seed, bytes);
                TestPredictions.Read(root);
            },
            whole
        );
    }
}
