using Generalization.Data;
using Generalization.Data.Idx;
using Generalization.Data.Synthetic;
using Generalization.Tests.Support;

namespace Generalization.Tests.Data;

public class FashionMnistMiniTests
{
    [Fact]
    public void Is_balanced()
    {
        var data = FashionMnistMini.Load();
        (data.Train.Count, data.Test.Count, data.Shape).Should().Be((2000, 1000, new ImageShape(1, 28, 28)));
        data.Train.Labels.ToArray().CountBy(l => l).Should().OnlyContain(c => c.Value == 200).And.HaveCount(10);
        data.Test.Labels.ToArray().CountBy(l => l).Should().OnlyContain(c => c.Value == 100).And.HaveCount(10);
    }

    [Fact]
    public void More_classes_than_a_byte_tells_apart_are_refused()
    {
        var folder = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        new Action(() => FashionMnistMini.Write(new SyntheticImages(new ImageShape(1, 2, 2), 300).Create(300, 300, seed: 1), folder))
            .Should()
            .Throw<ArgumentException>()
            .WithMessage("IDX files hold labels of one byte, at most 256 classes, but there were 300.*");
        Directory.Exists(folder).Should().BeFalse();
    }

    [FullDataFact("fashion-mnist")]
    public void Is_what_the_published_files_give()
    {
        var made = FashionMnistMini.From(FashionMnist.Load(Path.Combine(FullDataFactAttribute.Root, "fashion-mnist")));
        var embedded = FashionMnistMini.Load();
        embedded.Train.ContentHash.ToString().Should().Be(made.Train.ContentHash.ToString());
        embedded.Test.ContentHash.ToString().Should().Be(made.Test.ContentHash.ToString());
    }
}
