using Generalization.Torch;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Generalization.Tests.Torch;

public class LiveNetworkTests
{
    private sealed class Own : nn.Module<Tensor, Tensor>
    {
        private readonly Parameter weight = new(zeros(2, 2));
        private readonly Tensor shift = zeros(2);

        public Own()
            : base("own")
        {
            register_buffer("shift", shift);
            RegisterComponents();
        }

        public Tensor Weight => weight;

        public Tensor Shift => shift;

        public override Tensor forward(Tensor input) => input.mm(weight) + shift;
    }

    private static string Problem(nn.Module network) =>
        FluentActions.Invoking(() => LiveNetwork.ThrowIfDisposed(network)).Should().ThrowExactly<ArgumentException>().Which.Message;

    [Fact]
    public void A_network_that_is_whole_is_taken()
    {
        using var own = new Own();
        using var network = nn.Sequential(nn.Flatten(), nn.Linear(4, 2), nn.BatchNorm1d(2), nn.ReLU());
        using var none = nn.Sequential(nn.Flatten());
        foreach (var module in new nn.Module[] { own, network, none })
            FluentActions.Invoking(() => LiveNetwork.ThrowIfDisposed(module)).Should().NotThrow();
    }

    [Fact]
    public void A_network_that_was_disposed_is_refused_also_where_it_never_had_weights()
    {
        foreach (var network in new nn.Module[] { new Own(), nn.Sequential(nn.Linear(4, 2)), nn.Sequential(nn.Flatten()) })
        {
            network.Dispose();
            Problem(network)
                .Should()
                .Match(
                    "The network must be alive, but was disposed; save or use it before the classifier or predictor that owns it ends.*"
                );
        }
    }

    [Fact]
    public void A_part_that_was_disposed_is_named()
    {
        using var weight = new Own();
        weight.Weight.Dispose();
        Problem(weight).Should().StartWith("The network's weights must be in memory, but weight was disposed; ");
        using var buffer = new Own();
        buffer.Shift.Dispose();
        Problem(buffer).Should().StartWith("The network's weights must be in memory, but shift was disposed; ");
        var linear = nn.Linear(4, 2);
        using var network = nn.Sequential(nn.Flatten(), linear);
        linear.bias!.Dispose();
        Problem(network).Should().StartWith("The network's weights must be in memory, but 1.bias was disposed; ");
        var flatten = nn.Flatten();
        using var outer = nn.Sequential(flatten);
        flatten.Dispose();
        Problem(outer).Should().StartWith("The network must be alive, but its module 0 was disposed; ");
    }
}
