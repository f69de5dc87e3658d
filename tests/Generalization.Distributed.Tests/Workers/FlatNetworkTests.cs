using Generalization.Distributed.Blocks;
using Generalization.Distributed.Workers;
using TorchSharp;
using static TorchSharp.torch;

namespace Generalization.Tests.Workers;

public class FlatNetworkTests
{
    [Fact]
    public void Channels_last_weights_and_whole_numbers_come_and_go_by_their_values()
    {
        using var scope = NewDisposeScope();
        using var network = nn.Sequential(("a", nn.Conv2d(3, 4, 3)), ("b", nn.BatchNorm2d(4)));
        using (no_grad())
        {
            var weights = network.parameters().First();
            weights.set_(weights.detach().permute(0, 2, 3, 1).contiguous().permute(0, 3, 1, 2));
        }

        var layout = ParameterLayout.Of(network, 64);
        using var flat = new FlatNetwork(network, layout);
        float[] values = [.. Enumerable.Range(1, layout.Length).Select(i => (float)i)];

        foreach (var block in layout.Blocks)
            flat.Load(block, values.AsSpan(block.First, block.Length));
        flat.Commit();

        var read = new float[layout.Length];
        flat.ReadWeights(read);
        read.Should().Equal(values);
        network.parameters().First()[0, 0, 0, 1].item<float>().Should().Be(2);
        network
            .named_buffers()
            .Single(b => b.name.EndsWith("tracked", StringComparison.Ordinal))
            .buffer.item<long>()
            .Should()
            .Be(layout.Length);
    }

    [Fact]
    public void A_parameter_without_a_gradient_has_zeros()
    {
        using var network = nn.Linear(3, 2);
        var layout = ParameterLayout.Of(network);
        using var flat = new FlatNetwork(network, layout);
        flat.Gather();
        float[] gradient = [.. Enumerable.Repeat(1f, layout.Length)];

        flat.ReadGradient(layout.Blocks[0], gradient);

        gradient.Should().OnlyContain(g => g == 0);
    }
}
