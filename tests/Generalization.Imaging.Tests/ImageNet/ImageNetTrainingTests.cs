using System.Diagnostics;
using Generalization.Corruption;
using Generalization.Imaging.Decoding;
using Generalization.Imaging.ImageNet;
using Generalization.Inputs;
using Generalization.Models;
using Generalization.Tests.Support;
using Generalization.Training;
using Generalization.Training.Schedules;

namespace Generalization.Tests.Imaging.ImageNet;

[NoTensorLeaks]
public sealed class ImageNetTrainingTests : IDisposable
{
    private static readonly SmallImageNetOptions Small = new()
    {
        Classes = 3,
        TrainPerClass = 10,
        ValidationPerClass = 2,
        LeastSide = 30,
        MostSide = 60,
    };
    private static readonly InputPipeline Input = InputPipeline.InceptionTraining();

    private readonly PictureFolder folder = new();

    public void Dispose() => folder.Dispose();

    private double[] Losses(ImageNetLayout layout, ReadAhead ahead)
    {
        var root = folder.At($"{layout}");
        if (!Directory.Exists(root))
            SmallImageNet.Write(root, layout, Small);
        var data = ImageNetFolder
            .Open(root, new ImageNetOptions { View = PictureView.Distorted(12) })
            .Data.Corrupt(new UniformLabelNoise(1), 2);
        using var network = MultilayerPerceptron.Create(Input.ShapeOf(data), 3, 0, 16);
        var options = new TrainingOptions(new ConstantRate(0.01))
        {
            BatchSize = 7,
            Epochs = 3,
            StopWhen = [],
        };
        var history = new Trainer(options) { ReadAhead = ahead }.Fit(
            network,
            data,
            Input,
            seed: 4,
            declaration: new()
            {
                Augmentation = true,
                LabelProbability = 1,
                DataHash = data.Train.ContentHash.ToString(),
            }
        );
        return [.. history.Epochs.Select(e => e.OnlineLoss)];
    }

    [Fact]
    public void A_training_has_the_same_bits_in_each_layout_and_with_any_number_of_workers()
    {
        var expected = Losses(ImageNetLayout.Folders, new ReadAhead(1, 1));
        expected.Distinct().Should().HaveCount(3);
        Losses(ImageNetLayout.Folders, new ReadAhead(3, 2)).Should().Equal(expected);
        Losses(ImageNetLayout.Kaggle, new ReadAhead(2, 4)).Should().Equal(expected);
        Losses(ImageNetLayout.Tars, new ReadAhead(2, 4)).Should().Equal(expected);
        Losses(ImageNetLayout.Parquet, new ReadAhead(2, 4)).Should().Equal(expected);
    }

    [Fact]
    public void A_cancelled_epoch_ends_soon_and_leaves_no_file_open()
    {
        var root = folder.At("cancelled");
        SmallImageNet.Write(root, ImageNetLayout.Tars, Small);
        var data = ImageNetFolder.Open(root, new ImageNetOptions { View = PictureView.Distorted(299) }).Data.Train;
        using var cancel = new CancellationTokenSource();
        using var source = Input.Batches(data, 1, ahead: new ReadAhead(2, 4));
        var clock = new Stopwatch();
        FluentActions
            .Invoking(() =>
            {
                foreach (var batch in source.Epoch(1, 4, token: cancel.Token))
                    using (batch)
                    {
                        clock.Start();
                        cancel.Cancel();
                    }
            })
            .Should()
            .Throw<OperationCanceledException>();
        clock.Elapsed.Should().BeLessThan(TimeSpan.FromSeconds(10), "a second where the machine is free");
        if (OperatingSystem.IsLinux())
            Directory
                .GetFiles("/proc/self/fd")
                .Select(fd => new FileInfo(fd).LinkTarget)
                .Should()
                .NotContain(target => target != null && target.StartsWith(root));
    }
}
