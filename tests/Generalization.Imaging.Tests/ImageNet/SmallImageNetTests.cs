using Generalization.Data;
using Generalization.Imaging.ImageNet;
using Generalization.Tests.Support;

namespace Generalization.Tests.Imaging.ImageNet;

public class SmallImageNetTests
{
    private static readonly SmallImageNetOptions Options = new()
    {
        Classes = 12,
        TrainPerClass = 2,
        ValidationPerClass = 1,
    };

    [Fact]
    public void Pictures_are_jpegs_of_mixed_sizes_and_the_same_each_time()
    {
        var pictures = SmallImageNet.Pictures(DatasetSplit.Train, Options).ToArray();
        pictures.Should().HaveCount(24);
        pictures.Select(p => p.Class).Should().Equal(Enumerable.Range(0, 24).Select(i => i / 2));
        pictures.Select(p => p.Stem).Should().OnlyHaveUniqueItems().And.StartWith("n90000000_1");
        var sizes = pictures.Select(p => Pictures.Whole(p.Jpeg)).Select(p => (p.GetLength(0), p.GetLength(1))).ToArray();
        sizes.Distinct().Count().Should().BeGreaterThan(20);
        sizes.Should().OnlyContain(s => s.Item1 >= 96 && s.Item1 <= 200 && s.Item2 >= 96 && s.Item2 <= 200);
        var again = SmallImageNet.Pictures(DatasetSplit.Train, Options).ToArray();
        for (var i = 0; i < 24; i++)
            again[i].Jpeg.Should().Equal(pictures[i].Jpeg);
        SmallImageNet.Pictures(DatasetSplit.Train, Options with { Seed = 1 }).First().Jpeg.Should().NotEqual(pictures[0].Jpeg);
    }

    [Fact]
    public void Numbers_that_make_no_set_are_refused() =>
        FluentActions
            .Invoking(() => new SmallImageNetOptions { Classes = 1 })
            .Should()
            .Throw<ArgumentOutOfRangeException>()
            .WithMessage("Classes must lie in [2, 1000], but was 1.*");
}
