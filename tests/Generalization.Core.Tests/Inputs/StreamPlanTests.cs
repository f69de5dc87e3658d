using Generalization.Data;
using Generalization.Data.Synthetic;
using Generalization.Inputs;

namespace Generalization.Tests.Inputs;

public class StreamPlanTests
{
    private static readonly Dataset Data = new SyntheticImages(new ImageShape(3, 10, 10), 2).Create(1000, 5, seed: 1).Train;

    [Fact]
    public void Memory_is_of_the_batches_and_not_of_the_images()
    {
        var plan = StreamPlan.Of(Data, new InputPipeline(new CenterCrop(5, 5)), 200, new ReadAhead(3, 6));
        plan.Should().Be(new StreamPlan(200 * 300, 7, 200 * 75 * 4, 37_000));
        plan.Bytes.Should().Be(7 * 60_000 + 60_000 + 37_000);
        plan.Describe().Should().Be("Pixels take 420 kB: 7 batches of 60 kB, 6 of them ahead; inputs 60 kB, labels and keys 37 kB.");
        StreamPlan.Of(Data, InputPipeline.Inception, 5000).BatchBytes.Should().Be(300_000, "a batch has at most all images");
    }
}
