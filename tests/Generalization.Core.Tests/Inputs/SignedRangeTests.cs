using Generalization.Data;
using Generalization.Inputs;
using Generalization.Tests.Support;
using static TorchSharp.torch;

namespace Generalization.Tests.Inputs;

[NoTensorLeaks]
public sealed class SignedRangeTests
{
    [Fact]
    public void Zero_to_one_become_minus_one_to_one_and_the_input_stays()
    {
        using var scope = NewDisposeScope();
        var images = tensor(new[] { 0f, 0.25f, 0.5f, 1f }, [1, 1, 2, 2]);
        var step = new SignedRange();
        step.Apply(images).data<float>().ToArray().Should().Equal(-1, -0.5f, 0, 1);
        images.data<float>().ToArray().Should().Equal(0, 0.25f, 0.5f, 1);
        step.OutputShape(new ImageShape(3, 5, 7)).Should().Be(new ImageShape(3, 5, 7));
    }
}
