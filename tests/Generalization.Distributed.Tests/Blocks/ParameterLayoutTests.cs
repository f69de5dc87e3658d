using Generalization.Distributed.Blocks;
using TorchSharp;
using static TorchSharp.torch;

namespace Generalization.Tests.Blocks;

public class ParameterLayoutTests
{
    [Fact]
    public void Blocks_cover_the_network_once_and_are_of_one_size()
    {
        using var network = nn.Sequential(("a", nn.Linear(30, 20)), ("b", nn.BatchNorm1d(20)), ("c", nn.Linear(20, 7)));

        var layout = ParameterLayout.Of(network, 512);

        layout.Length.Should().Be(31 * 20 + 2 * 20 + 21 * 7 + 2 * 20 + 1);
        layout.Blocks.Sum(b => b.Length).Should().Be(layout.Length);
        layout.Blocks.SkipLast(1).Should().OnlyContain(b => b.Length == 128);
        layout.Blocks.SelectMany(b => b.Pieces).Sum(p => p.Length).Should().Be(layout.Length);
        layout
            .Entries.Where(e => e.IsAverage)
            .Select(e => e.Name)
            .Should()
            .Equal("b.running_mean", "b.running_var", "b.num_batches_tracked");
    }

    [Fact]
    public void A_network_that_trains_nothing_is_refused()
    {
        using var network = nn.ReLU();
        FluentActions
            .Invoking(() => ParameterLayout.Of(network))
            .Should()
            .Throw<ArgumentException>()
            .WithMessage("A network needs parameters to train, but has none; unfreeze some. (Parameter 'network')");
    }

    [Fact]
    public void A_block_is_far_smaller_than_a_message_may_be()
    {
        using var network = nn.Linear(2, 2);
        FluentActions
            .Invoking(() => ParameterLayout.Of(network, 5 << 20))
            .Should()
            .Throw<ArgumentOutOfRangeException>()
            .WithMessage("A block must have from 64 to 4194304 bytes of parameters, but was to have 5242880. (Parameter 'blockBytes')");
    }
}
