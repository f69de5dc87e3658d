using Generalization.Files;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Generalization.Tests.Files;

public sealed class NetworkFileTests : IDisposable
{
    private const string Disposed =
        "The network must be alive, but was disposed; save or use it before the classifier or predictor that owns it ends.*";

    private readonly string folder = Directory.CreateTempSubdirectory("network").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private string At(string name) => Path.Combine(folder, name);

    private static Sequential Network() => nn.Sequential(nn.Flatten(), nn.Linear(4, 2));

    [Fact]
    public void A_network_that_was_disposed_replaces_no_file_and_takes_none()
    {
        var network = Network();
        NetworkFile.Save(network, At("net"));
        var before = File.ReadAllBytes(At("net"));
        network.Dispose();
        FluentActions.Invoking(() => NetworkFile.Save(network, At("net"))).Should().Throw<ArgumentException>().WithMessage(Disposed);
        FluentActions.Invoking(() => NetworkFile.LoadInto(network, At("net"))).Should().Throw<ArgumentException>().WithMessage(Disposed);
        File.ReadAllBytes(At("net")).Should().Equal(before);
    }

    [Fact]
    public void A_network_without_one_of_its_tensors_is_not_kept()
    {
        using var network = Network();
        network.parameters().First().Dispose();
        FluentActions
            .Invoking(() => NetworkFile.Save(network, At("net")))
            .Should()
            .Throw<ArgumentException>()
            .WithMessage("The network's weights must be in memory, but 1.weight was disposed; *");
        File.Exists(At("net")).Should().BeFalse();
    }

    [Fact]
    public void A_network_that_never_had_a_state_is_kept()
    {
        using var network = nn.Sequential(nn.Flatten());
        NetworkFile.Save(network, At("net"));
        NetworkFile.LoadInto(network, At("net"));
    }

    [Fact]
    public void Real_numbers_of_another_type_are_rounded_and_those_beyond_the_networks_type_are_refused()
    {
        using var saved = Network();
        saved.to(ScalarType.Float64);
        NetworkFile.Save(saved, At("net"));
        using var network = Network();
        NetworkFile.LoadInto(network, At("net"));
        Values(network).Should().Equal(Values(saved));

        using (no_grad())
            saved.parameters().Last()[0] = 1e300;
        NetworkFile.Save(saved, At("net"));
        var before = Values(network);
        FluentActions
            .Invoking(() => NetworkFile.LoadInto(network, At("net")))
            .Should()
            .Throw<ArgumentException>()
            .WithMessage(
                $"Saved numbers must be finite in the network's type Float32, but 1.bias in {At("net")}, of Float64, holds one that is too "
                    + "large; convert the network to Float64 before it is loaded.*"
            );
        Values(network).Should().Equal(before);
    }

    [Theory]
    [InlineData(7, true)]
    [InlineData(70_000_000_000, false)]
    public void Whole_numbers_of_another_width_are_taken_where_they_fit(long count, bool fits)
    {
        using var saved = new Counter(fits ? tensor((int)count) : tensor(count));
        NetworkFile.Save(saved, At("net"));
        using var network = new Counter(fits ? tensor(3L) : tensor(3));
        var load = FluentActions.Invoking(() => NetworkFile.LoadInto(network, At("net")));
        if (fits)
            load.Should().NotThrow();
        else
            load.Should().Throw<ArgumentException>().WithMessage("Saved tensors must have the network's types, but count is Int64 in *");
    }

    [Fact]
    public void Whole_numbers_and_real_ones_do_not_stand_for_each_other()
    {
        using var saved = new Counter(tensor(0.5f));
        NetworkFile.Save(saved, At("net"));
        using var network = new Counter(tensor(3L));
        FluentActions
            .Invoking(() => NetworkFile.LoadInto(network, At("net")))
            .Should()
            .Throw<ArgumentException>()
            .WithMessage(
                $"Saved tensors must have the network's types, but count is Float32 in {At("net")} and Int64 in the network; build the "
                    + "network as it was saved.*"
            );
    }

    private static float[] Values(nn.Module network)
    {
        using var scope = NewDisposeScope();
        return [.. network.parameters().SelectMany(p => p.detach().to(ScalarType.Float32).data<float>().ToArray())];
    }

    private sealed class Counter : nn.Module<Tensor, Tensor>
    {
        private readonly Tensor count;

        public Counter(Tensor value)
            : base("counter")
        {
            count = value;
            register_buffer("count", count);
            RegisterComponents();
        }

        public override Tensor forward(Tensor input) => input;
    }
}
