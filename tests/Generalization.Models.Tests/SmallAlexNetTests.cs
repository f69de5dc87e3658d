using Generalization.Data;
using Generalization.Models;
using Generalization.Tests.Support;
using static TorchSharp.torch;

namespace Generalization.Tests.Models.AlexNet;

[NoTensorLeaks]
public class SmallAlexNetTests
{
    [Fact]
    public void Has_the_papers_number_of_parameters()
    {
        using var network = SmallAlexNet.Create(new ImageShape(3, 28, 28), 10, 0);
        network.parameters().Sum(p => p.numel()).Should().Be(1_387_786);
    }

    /// <summary>The layout of appendix A, written out with torch's own functions.</summary>
    [Theory]
    [InlineData(28, 28)]
    [InlineData(13, 10)]
    public void Computes_the_layout(int height, int width)
    {
        using var scope = NewDisposeScope();
        using var network = SmallAlexNet.Create(new ImageShape(3, height, width), 10, 3);
        using (no_grad())
            foreach (var p in network.parameters().Where(p => p.dim() == 1))
                p.copy_(linspace(-0.3, 0.3, p.numel()));
        var weights = new Queue<Tensor>(network.parameters());
        var x = linspace(-2, 2, 2 * 3 * height * width).sin().mul(3).view(2, 3, height, width);

        Tensor Block(Tensor input)
        {
            var y = nn.functional.conv2d(input, weights.Dequeue(), weights.Dequeue(), padding: [2, 2]).clamp_min(0);
            (long Before, long After) Padding(long size) => size % 2 == 0 ? (0, 1) : (1, 1);
            var ((top, bottom), (left, right)) = (Padding(y.shape[2]), Padding(y.shape[3]));
            y = nn.functional.max_pool2d(nn.functional.pad(y, [left, right, top, bottom], value: double.NegativeInfinity), 3, 2);
            return nn.functional.local_response_norm(y, 9, alpha: 0.001, beta: 0.75, k: 1);
        }

        var z = Block(Block(x)).flatten(1);
        z = (z.matmul(weights.Dequeue().t()) + weights.Dequeue()).clamp_min(0);
        z = (z.matmul(weights.Dequeue().t()) + weights.Dequeue()).clamp_min(0);
        z = z.matmul(weights.Dequeue().t()) + weights.Dequeue();
        weights.Should().BeEmpty();
        (network.call(x) - z).abs().max().item<float>().Should().BeLessThan(1e-4f);
    }
}
