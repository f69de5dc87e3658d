using Generalization.Data;
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

    [FullDataFact("fashion-mnist")]
    public void Is_what_the_published_files_give()
    {
        var made = FashionMnistMini.From(FashionMnist.Load(Path.Combine(FullDataFactAttribute.Root, "fashion-mnist")));
        var embedded = FashionMnistMini.Load();
        embedded.Train.ContentHash.ToString().Should().Be(made.Train.ContentHash.ToString());
        embedded.Test.ContentHash.ToString().Should().Be(made.Test.ContentHash.ToString());
    }
}
