using Generalization.Corruption;
using Generalization.Data;
using Generalization.Data.Idx;
using Generalization.Data.Synthetic;
using Generalization.Tests.Support;

namespace Generalization.Tests.Data;

public class DatasetJoiningTests
{
    private static readonly TrainTestData Data = FashionMnistMini.Load().Take(30, 20);

    [Fact]
    public void Examples_are_those_of_both_with_indices_of_their_own()
    {
        var random = Data.Corrupt(new UniformLabelNoise(1), seed: 2).Train;
        var joined = random.Append(Data.Test);
        (joined.Count, joined.Split, joined.Name).Should().Be((50, DatasetSplit.Train, Data.Name));
        joined.Labels.ToArray().Should().Equal([.. random.Labels, .. Data.Test.Labels]);
        joined.TrueLabels.ToArray().Should().Equal([.. random.TrueLabels, .. Data.Test.Labels]);
        joined.Replaced.ToArray().Should().Equal([.. random.Replaced, .. Data.Test.Replaced]);
        joined.Indices.ToArray().Should().Equal(Enumerable.Range(0, 50).Select(i => (uint)i));
        joined.Pixels.ReadImage(7).Should().Equal(Data.Train.Pixels.ReadImage(7));
        joined.Pixels.ReadImage(37).Should().Equal(Data.Test.Pixels.ReadImage(7));
        joined.Lineage[^1].Operation.Should().Be($"20 test examples of {Data.Name} appended");
        joined.Pixels.IsResident.Should().BeTrue();
    }

    [Fact]
    public void Indices_go_on_from_the_largest_of_a_selection() =>
        Data.Train.Select([3, 17, 5]).Append(Data.Test.Take(2)).Indices.ToArray().Should().Equal(3u, 17u, 5u, 18u, 19u);

    [Fact]
    public void Streamed_pixels_are_read_when_they_are_asked_for_and_hash_as_those_in_memory()
    {
        var streamed = Data.Train.WithPixels(new StreamedPixels(Data.Train.Pixels), "streamed").Append(Data.Test);
        streamed.Pixels.IsResident.Should().BeFalse();
        streamed.ContentHash.ToString().Should().Be(Data.Train.Append(Data.Test).ContentHash.ToString());
        var picked = streamed.Select([45, 2, 31, 29, 30]);
        picked
            .Pixels.ToMemory()
            .Memory<byte>()!
            .Value.ToArray()
            .Should()
            .Equal(Data.Train.Append(Data.Test).Select([45, 2, 31, 29, 30]).Pixels.Memory<byte>()!.Value.ToArray());
    }

    [Fact]
    public void Others_that_do_not_fit_are_refused()
    {
        var shape = new SyntheticImages(new ImageShape(1, 4, 4), 10).Create(5, 5, seed: 0).Test;
        new Action(() => Data.Train.Append(shape))
            .Should()
            .Throw<ArgumentException>()
            .WithMessage(
                $"Appended examples must be UInt8 of 1×28×28 on the scale Bytes as those of {Data.Name}, but "
                    + "were UInt8 of 1×4×4 on the scale "
                    + "Bytes.*"
            );
        var classes = new SyntheticImages(Data.Shape, 3).Create(5, 5, seed: 0).Test;
        new Action(() => Data.Train.Append(classes))
            .Should()
            .Throw<ArgumentException>()
            .WithMessage(
                $"Appended examples must have the classes, or as many real targets, as those of {Data.Name}, "
                    + $"but those of {classes.Name} have "
                    + "others.*"
            );
    }
}
