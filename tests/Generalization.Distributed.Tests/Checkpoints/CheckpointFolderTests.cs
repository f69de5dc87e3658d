using System.Runtime.InteropServices;
using Generalization.Distributed;
using Generalization.Distributed.Blocks;
using Generalization.Distributed.Checkpoints;
using Generalization.Distributed.Simulation;
using Generalization.Distributed.Workers;
using Generalization.Files;
using Generalization.Inputs;
using Generalization.Models;
using Generalization.Tests.Support;
using Generalization.Training;
using Generalization.Training.Checkpoints;
using Generalization.Training.Updates;
using static TorchSharp.torch;

namespace Generalization.Tests.Checkpoints;

public class CheckpointFolderTests
{
    [Fact]
    public void A_checkpoint_is_the_last_one_whole_and_no_other()
    {
        using var folder = new TestFolder();
        var (checkpoints, training) = (new CheckpointFolder(folder.Path), Training());
        Write(checkpoints, training, epoch: 1);
        Write(checkpoints, training, epoch: 2);

        var manifest = checkpoints.ReadManifest(training.Describe())!;

        manifest.Epoch.Should().Be(2);
        checkpoints.ReadWeights(training.Layout, manifest).Should().Equal(training.Initial);
        Directory.GetDirectories(folder.Path).Should().ContainSingle();
    }

    [Fact]
    public void An_altered_block_is_refused()
    {
        using var folder = new TestFolder();
        var (checkpoints, training) = (new CheckpointFolder(folder.Path), Training());
        var manifest = Write(checkpoints, training, epoch: 1);
        var file = Path.Combine(folder.Path, manifest.Blocks[0].File);
        var bytes = File.ReadAllBytes(file);
        bytes[^1] ^= 1;
        File.WriteAllBytes(file, bytes);

        FluentActions
            .Invoking(() => checkpoints.ReadWeights(training.Layout, manifest))
            .Should()
            .Throw<ManifestException>()
            .WithMessage(
                $"{file} must be as it was written, but its SHA-256 is another. Choose another folder, or remove this one to begin again."
            );
    }

    [Fact]
    public void Another_trainings_checkpoint_is_refused()
    {
        using var folder = new TestFolder();
        var (checkpoints, training) = (new CheckpointFolder(folder.Path), Training());
        Write(checkpoints, training, epoch: 1);

        FluentActions
            .Invoking(() => checkpoints.ReadManifest(Training(workers: 5).Describe()))
            .Should()
            .Throw<ManifestException>()
            .WithMessage("*must be of this training, but it differs in \"batch: 8, workers 4, epochs 2, seed 5\"*");
    }

    [Fact]
    public void A_training_with_another_dropout_is_another()
    {
        DistributedTraining With(double dropout) =>
            new(
                PaperModels.Named("mlp-1x512").ToRecipe(dropout),
                Trainings.Images(40),
                new InputPipeline(new PerImageStandardization()),
                seed: 1,
                new DistributedOptions { Workers = 2 }
            );
        var (some, more) = (With(0.25).Describe().Split('\n'), With(0.5).Describe().Split('\n'));
        some.Except(more).Single().Should().StartWith("modules: ").And.Contain("0.25");
        With(0.25).Describe().Split('\n').Should().Equal(some);

        // A checkpoint of before does not say the modules, and goes on.
        using var folder = new TestFolder();
        var (checkpoints, training) = (new CheckpointFolder(folder.Path), With(0.25));
        var manifest = Write(checkpoints, training, epoch: 1);
        checkpoints.Write(manifest with { Words = string.Join('\n', some.Where(line => !line.StartsWith("modules: "))) });
        checkpoints.ReadManifest(training.Describe())!.Epoch.Should().Be(1);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void The_single_machine_goes_on_where_workers_ended(bool rmsProp)
    {
        using var folder = new TestFolder();
        var (checkpoints, training) = (new CheckpointFolder(folder.Path), One(rmsProp, epochs: 2));
        using var gradients = training.CreateGradients();
        using var simulator = Simulator.Of(training, gradients, new SimulationOptions());
        simulator.Run();
        var entries = new List<BlockFileEntry>();
        foreach (var state in simulator.States())
            using (state)
                entries.Add(checkpoints.Write(2, 1, state));
        var manifest = new Manifest
        {
            Words = "",
            Epoch = 2,
            Generation = 1,
            Blocks = [.. entries],
            Epochs = [],
        };
        using var network = training.CreateNetwork();
        Load(network, training, checkpoints.ReadWeights(training.Layout, manifest));

        var handover = checkpoints.ReadHandover(training.Layout, manifest);
        Fit(network, One(rmsProp, epochs: 4), handover);

        Weights(network, training).Should().Equal(OnOneMachine(rmsProp));
        foreach (var kept in handover.Update.Values)
            kept.Dispose();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Workers_go_on_where_the_single_machine_ended(bool rmsProp)
    {
        using var folder = new TestFolder();
        var (checkpoints, training) = (new CheckpointFolder(folder.Path), One(rmsProp, epochs: 4));
        using var network = training.CreateNetwork();
        Fit(network, One(rmsProp, epochs: 2), null, Path.Combine(folder.Path, "single"));
        using var kept = SafeTensors.Read(Path.Combine(folder.Path, "single", "checkpoint.safetensors"));
        var update = kept
            .Tensors.Where(t => t.Key.StartsWith("update.", StringComparison.Ordinal))
            .ToDictionary(t => t.Key[7..], t => t.Value);

        var manifest = checkpoints.Import(
            training.Layout,
            training.Plan,
            training.Describe(),
            Weights(network, training),
            new TrainingHandover(2, update),
            updates: 2 * training.Plan.PartsPerEpoch
        );

        using var gradients = training.CreateGradients();
        var weights = new float[training.Layout.Length];
        var gradient = new float[training.Layout.Length];
        var blocks = training
            .Layout.Blocks.Select(b => new ParameterBlock(b, training.Rules, training.Initial.AsSpan(b.First, b.Length)))
            .ToArray();
        foreach (var block in blocks)
            using (var state = checkpoints.Read(block.Slice.Index, manifest.Blocks[block.Slice.Index]))
                block.Restore(state);
        for (var part = blocks[0].Parts.Below; part < training.Plan.Parts; part++)
        {
            foreach (var block in blocks)
                block.Read(weights.AsSpan(block.Slice.First, block.Slice.Length));
            gradients.Compute(training.Plan.Part(part), weights, gradient);
            foreach (var block in blocks)
                block.Push(
                    new GradientPush(
                        0,
                        part,
                        block.Version,
                        training.Plan.Part(part).Examples,
                        GradientFormat.Float32,
                        MemoryMarshal.AsBytes<float>(gradient.AsSpan(block.Slice.First, block.Slice.Length))
                    )
                );
        }

        foreach (var block in blocks)
        {
            block.Read(weights.AsSpan(block.Slice.First, block.Slice.Length));
            block.Dispose();
        }

        weights.Should().Equal(OnOneMachine(rmsProp));
    }

    private static DistributedTraining One(bool rmsProp, int epochs) =>
        Trainings.Perceptron(
            new DistributedOptions { Workers = 1, BlockBytes = 16 * 1024 },
            epochs: epochs,
            optimizer: rmsProp ? new RmsProp() : null
        );

    private static float[] OnOneMachine(bool rmsProp)
    {
        var training = One(rmsProp, epochs: 4);
        using var network = training.CreateNetwork();
        Fit(network, training, null);
        return Weights(network, training);
    }

    private static void Fit(
        nn.Module<Tensor, Tensor> network,
        DistributedTraining training,
        TrainingHandover? start,
        string? checkpoints = null
    ) =>
        new Trainer(training.Recipe.Training with { StopWhen = [] }) { Start = start }.Fit(
            network,
            training.Data,
            training.Input,
            training.Seed,
            checkpoints: checkpoints is null ? null : new CheckpointOptions(checkpoints)
        );

    private static float[] Weights(nn.Module network, DistributedTraining training)
    {
        using var flat = new FlatNetwork(network, training.Layout);
        var values = new float[training.Layout.Length];
        flat.ReadWeights(values);
        return values;
    }

    private static void Load(nn.Module network, DistributedTraining training, float[] weights)
    {
        using var flat = new FlatNetwork(network, training.Layout);
        foreach (var block in training.Layout.Blocks)
            flat.Load(block, weights.AsSpan(block.First, block.Length));
        flat.Commit();
    }

    private static DistributedTraining Training(int workers = 4) =>
        Trainings.Perceptron(new DistributedOptions { Workers = workers, BlockBytes = 32 * 1024 });

    private static Manifest Write(CheckpointFolder checkpoints, DistributedTraining training, int epoch)
    {
        var entries = new List<BlockFileEntry>();
        foreach (var slice in training.Layout.Blocks)
        {
            using var block = new ParameterBlock(slice, training.Rules, training.Initial.AsSpan(slice.First, slice.Length));
            using var state = block.State();
            entries.Add(checkpoints.Write(epoch, 1, state));
        }

        var manifest = new Manifest
        {
            Words = training.Describe(),
            Epoch = epoch,
            Generation = 1,
            Blocks = [.. entries],
            Epochs = [],
        };
        checkpoints.Write(manifest);
        return manifest;
    }
}
