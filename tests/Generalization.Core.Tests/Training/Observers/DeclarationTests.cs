using System.Runtime.InteropServices;
using Generalization.Corruption;
using Generalization.Data;
using Generalization.Data.Synthetic;
using Generalization.Inputs;
using Generalization.Models;
using Generalization.Randomness;
using Generalization.Tests.Support;
using Generalization.Training;
using Generalization.Training.History;
using Generalization.Training.Losses;
using Generalization.Training.Observers;
using Generalization.Training.Schedules;
using Generalization.Training.Updates;
using static TorchSharp.torch;

namespace Generalization.Tests.Training.Observers;

/// <summary>The bugs of published reproductions, planted, and the sentence that each is met with.</summary>
[NoTensorLeaks]
public class DeclarationTests
{
    private static readonly TrainTestData Data = new SyntheticImages(new ImageShape(3, 8, 8), 4).Create(120, 40, seed: 1);
    private static readonly InputPipeline Input = new(new CenterCrop(6, 6), new PerImageStandardization());
    private static readonly TrainingOptions Options = new(new ConstantRate(0.01))
    {
        BatchSize = 50,
        Epochs = 3,
        StopWhen = [],
    };
    private static readonly TrainingDeclaration Plain = new()
    {
        LabelProbability = 0,
        BatchNorm = false,
        Dropout = false,
        Augmentation = false,
        WeightDecay = 0,
        Parameters = 3 * 36 * 16 + 16 + 17 * 4,
        DataHash = Data.Train.ContentHash.ToString(),
    };

    private static void Fit(
        TrainingDeclaration declared,
        TrainTestData? data = null,
        InputPipeline? input = null,
        TrainingOptions? options = null,
        nn.Module<Tensor, Tensor>? network = null,
        IProgress<TrainingProgress>? progress = null
    )
    {
        input ??= Input;
        using var own = network ?? MultilayerPerceptron.Create(input.ShapeOf(Data), 4, 0, 16);
        new Trainer(options ?? Options).Fit(own, data ?? Data, input, 0, progress, declaration: declared);
    }

    private static void Stops(Action run, string sentence) => run.Should().Throw<DeclarationException>().WithMessage(sentence);

    [Fact]
    public void A_run_that_is_what_it_declares_goes_through()
    {
        Fit(Plain);
        Fit(new TrainingDeclaration(), input: Input.With(AugmentationOptions.Parse("crop")));
        Fit(Plain with { Augmentation = true }, input: Input.With(AugmentationOptions.Parse("crop,flip")));
        var random = Data.Corrupt(new UniformLabelNoise(1), 3);
        Fit(Plain with { LabelProbability = 1, DataHash = random.Train.ContentHash.ToString() }, random);
        Fit(
            Plain with
            {
                BatchNorm = true,
                Dropout = true,
                Parameters = null,
            },
            network: SmallInception.Create(Input.ShapeOf(Data), 4, 0, dropout: 0.5),
            options: Options with
            {
                Epochs = 1,
            }
        );
    }

    /// <summary>Random pixels drawn anew at every access, so that the network never sees an image twice.</summary>
    private sealed record RedrawnPixels : IRandomInputStep
    {
        public ImageShape OutputShape(ImageShape input) => input;

        public Tensor Apply(Tensor images) => images.alias();

        public Tensor Apply(Tensor images, BatchDraws draws)
        {
            using var scope = NewDisposeScope();
            var orders = Enumerable
                .Range(0, draws.Count)
                .SelectMany(i => draws.Stream(RandomPurpose.Custom, i).Permutation(64))
                .Select(p => (long)p)
                .ToArray();
            var index = tensor(orders, [draws.Count, 1, 64]).expand(draws.Count, 3, 64);
            return images.flatten(2).gather(2, index).view(images.shape).MoveToOuterDisposeScope();
        }
    }

    [Fact]
    public void Random_pixels_redrawn_every_epoch() =>
        Stops(
            () => Fit(Plain, input: new InputPipeline(new RedrawnPixels(), new CenterCrop(6, 6), new PerImageStandardization())),
            "The run declares no augmentation, but the inputs of 120 of 120 training images, the first of them image 0, "
                + "were others in epoch 2 than in epoch 1. Draw what is random once, before the training, or declare augmentation."
        );

    [Fact]
    public void A_run_without_augmentation_that_crops() =>
        Stops(
            () => Fit(Plain, input: Input.With(AugmentationOptions.Parse("crop"))),
            "The run declares no augmentation, but the inputs of * of 120 training images, the first of them "
                + "image *, were others in epoch 2 than in epoch 1. *"
        );

    [Fact]
    public void A_run_without_augmentation_whose_pictures_are_drawn_in_each_epoch()
    {
        var drawing = DrawingPixels.Of(new ImageShape(1, 2, 2), [.. Enumerable.Range(0, 50).Select(i => (uint)i)]);
        void Run(bool augmentation)
        {
            using var network = nn.Sequential(nn.Flatten(), nn.Linear(4, 2));
            new Trainer(Options).Fit(network, drawing, new InputPipeline(), 1, declaration: new() { Augmentation = augmentation });
        }

        FluentActions
            .Invoking(() => Run(false))
            .Should()
            .Throw<DeclarationException>()
            .WithMessage(
                "The run declares no augmentation, but each epoch sees another part of each training picture. "
                    + "Read the training pictures as "
                    + "evaluation sees them, or declare augmentation."
            );
        Run(true);
    }

    [Fact]
    public void A_run_with_augmentation_that_does_not() =>
        Stops(
            () => Fit(Plain with { Augmentation = true }),
            "The run declares augmentation, but all 120 training inputs were the same in epoch 2 as in epoch 1. "
                + "Add a random step to the input pipeline, or declare none."
        );

    [Fact]
    public void Test_labels_corrupted_too()
    {
        var train = Data.Corrupt(new UniformLabelNoise(1), 3).Train;
        // What a loader does that draws labels for every split.
        var wrong = new UniformLabelNoise(1).Apply(
            Dataset.FromPixels(
                "wrong",
                DatasetSplit.Train,
                Data.Shape,
                ((UInt8Pixels)Data.Test.Pixels).Values,
                Data.Test.Labels,
                Data.ClassNames
            ),
            4
        );
        var test = Data.Test.WithLabels(wrong.Labels.ToArray(), new bool[40]);
        Stops(
            () => Fit(Plain with { LabelProbability = 1, DataHash = null }, new TrainTestData(train, test)),
            $"The run declares label corruption of the training set, but {test.ChangedCount} of 40 test labels are not the "
                + "true ones. Test labels stay true, or the test accuracy means nothing."
        );
    }

    [Fact]
    public void Labels_that_were_never_corrupted() =>
        Stops(
            () => Fit(Plain with { LabelProbability = 0.5 }),
            "The run declares that labels are drawn anew with probability 0.5, but 0 of 120 labels are replaced where about 60 should be. "
                + "Train on the corrupted set, and declare the probability that it was corrupted with."
        );

    [Fact]
    public void Random_labels_in_a_run_on_true_labels() =>
        Stops(
            () => Fit(Plain with { DataHash = null }, Data.Corrupt(new UniformLabelNoise(1), 3)),
            "The run declares that labels are drawn anew with probability 0, but 120 of 120 labels are replaced where about 0 should be. *"
        );

    [Fact]
    public void Batch_norm_that_is_silently_on() =>
        Stops(
            () => Fit(Plain with { Parameters = null }, network: SmallInception.Create(Input.ShapeOf(Data), 4, 0)),
            "The run declares no batch normalization, but the network's module features.0.normalization is one. "
                + "Build the network without it, or declare it."
        );

    /// <summary>A network of the caller's that keeps running averages itself, under no telling name.</summary>
    private sealed class Homemade : nn.Module<Tensor, Tensor>
    {
        private readonly TorchSharp.Modules.Linear layer = nn.Linear(108, 4);
        private readonly Tensor running_mean = zeros(108);

        public Homemade()
            : base("homemade") => RegisterComponents();

        public override Tensor forward(Tensor input) => layer.call(input.flatten(1) - running_mean);
    }

    [Fact]
    public void Batch_norm_in_the_network_itself() =>
        Stops(
            () => Fit(Plain with { Parameters = null }, network: new Homemade()),
            "The run declares no batch normalization, but the network's module homemade is one. Build the "
                + "network without it, or declare it."
        );

    [Fact]
    public void A_set_too_small_to_tell_is_not_stopped() =>
        Fit(
            new TrainingDeclaration { Augmentation = true },
            Data.Take(3, 3),
            Input.With(AugmentationOptions.Parse("flip")),
            Options with
            {
                Epochs = 8,
            }
        );

    [Fact]
    public void Batch_norm_that_is_missing() =>
        Stops(
            () => Fit(Plain with { BatchNorm = true }),
            "The run declares batch normalization, but no module of the network is one. Build the network with it, or do not declare it."
        );

    [Fact]
    public void Dropout_that_is_silently_on() =>
        Stops(
            () => Fit(Plain, network: MultilayerPerceptron.Create(Input.ShapeOf(Data), 4, 0, [16], dropout: 0.5)),
            "The run declares no dropout, but the network's module dropout1 is one. Build the network without it, or declare it."
        );

    [Fact]
    public void A_network_of_the_wrong_size() =>
        Stops(
            () => Fit(Plain with { Parameters = 1_387_786 }),
            "The run declares 1,387,786 trainable parameters, but the network has 1,812. Layer sizes, biases or the learned "
                + "parts of normalization differ from what was meant."
        );

    [Fact]
    public void Weight_decay_in_a_run_without() =>
        Stops(
            () => Fit(Plain, options: Options with { Optimizer = new Sgd { WeightDecay = 1e-4 } }),
            "The run declares weight decay 0, but the training options have 0.0001. Give both the same."
        );

    [Fact]
    public void Data_drawn_a_second_time_with_another_seed()
    {
        var (declared, trained) = (Data.Corrupt(new RandomPixels(), 1), Data.Corrupt(new RandomPixels(), 2));
        Stops(
            () => Fit(Plain with { DataHash = declared.Train.ContentHash.ToString() }, trained),
            $"The run declares training data with the hash {declared.Train.ContentHash}, but they have "
                + $"{trained.Train.ContentHash}. The data are others than declared: draw corruptions once and train on what was "
                + "drawn."
        );
    }

    [Fact]
    public void Bytes_that_are_overwritten_while_the_training_runs()
    {
        var data = new SyntheticImages(new ImageShape(3, 8, 8), 4).Create(120, 40, seed: 1);
        var overwrite = new Immediate(p =>
        {
            if (p is not { Epoch: 1, Finished: not null })
                return;
            ref var pixel = ref MemoryMarshal.GetReference(((UInt8Pixels)data.Train.Pixels).Values);
            pixel ^= 1;
        });
        Stops(
            () => Fit(Plain with { DataHash = null }, data, progress: overwrite),
            "The run declares training data that stay as they are, but their bytes changed in epoch 2. Draw "
                + "corruptions once, before the training."
        );
    }

    private sealed class Immediate(Action<TrainingProgress> report) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => report(value);
    }

    [Theory]
    [InlineData(0, null)]
    [InlineData(0.5, "The run declares label corruption with p = 0.5, but the training set has real targets and no labels.*")]
    public void Real_targets_have_no_labels_that_could_be_drawn_anew(double p, string? sentence)
    {
        var real = new TrainTestData(
            Data.Train.WithTargets(new double[120, 2], "nothing"),
            Data.Test.WithTargets(new double[40, 2], "nothing")
        );
        var input = Input.ShapeOf(real);
        using var network = MultilayerPerceptron.Create(input, 2, 0, 16);
        var fit = new Action(() =>
            new Trainer(Options with { Loss = new SquaredError() }).Fit(
                network,
                real,
                Input,
                0,
                declaration: new TrainingDeclaration { LabelProbability = p }
            )
        );
        if (sentence is null)
            fit.Should().NotThrow();
        else
            fit.Should().Throw<DeclarationException>().WithMessage(sentence);
    }
}
