using Generalization.Data;
using Generalization.Experiments;
using Generalization.Experiments.Kinds.DistributedTrainings;
using Generalization.Experiments.Kinds.NetworkTraining;
using Generalization.Tests.Support;

namespace Generalization.Tests.Kinds.NetworkTraining;

/// <summary>Without a random crop an epoch of training sees what evaluation sees, whatever the pictures would draw.</summary>
public sealed class StillPixelsTests
{
    private static readonly ImageShape Shape = new(1, 2, 2);

    private static TrainTestData Data()
    {
        var test = Dataset.FromPixels("drawing", DatasetSplit.Test, Shape, new byte[8], [0, 1], ["a", "b"]);
        return new TrainTestData(DrawingPixels.Of(Shape, 5, 9, 2), test);
    }

    private static byte[] Seen(Dataset train)
    {
        var bytes = new byte[train.Count * Shape.Size];
        train.Pixels.InEpoch(3, 2).Read([0, 1, 2], bytes);
        return bytes;
    }

    [Fact]
    public void Only_an_experiment_with_a_random_crop_draws()
    {
        var experiment = new TrainingExperiment { Dataset = "drawing", Model = "inception-v3" };
        var still = experiment.DataOf(Data()).Train;
        still.Pixels.DrawsInEpoch.Should().BeFalse();
        Seen(still).Chunk(4).Select(c => c[0]).Should().Equal(5, 9, 2);
        var drawn = (experiment with { Augment = "crop" }).DataOf(Data()).Train;
        drawn.Pixels.DrawsInEpoch.Should().BeTrue();
        Seen(drawn).Should().Equal(Seen(Data().Train)).And.NotEqual(Seen(still));
        still.ContentHash.ToString().Should().NotBe(drawn.ContentHash.ToString(), "a checkpoint of one must not go on as the other");
        still.Labels.ToArray().Should().Equal(drawn.Labels.ToArray());
    }

    [Fact]
    public void A_training_by_many_workers_has_no_augmentation_and_draws_nothing()
    {
        var experiment = new DistributedExperiment { Dataset = "drawing", Model = "inception-v3" };
        var still = experiment.DataOf(Data(), ExperimentCatalog.Paper()).Train;
        still.Pixels.DrawsInEpoch.Should().BeFalse();
        Seen(still).Chunk(4).Select(c => c[0]).Should().Equal(5, 9, 2);
    }

    [Fact]
    public void Data_that_draw_nothing_stay_the_same()
    {
        var data = Data();
        var resident = new TrainTestData(
            Dataset.FromPixels("resident", DatasetSplit.Train, Shape, new byte[4], [0], ["a", "b"]),
            Dataset.FromPixels("resident", DatasetSplit.Test, Shape, new byte[4], [0], ["a", "b"])
        );
        StillPixels.Of(resident).Should().BeSameAs(resident);
        StillPixels.Of(data).Should().NotBeSameAs(data);
    }
}
