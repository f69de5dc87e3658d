using Generalization.Data;
using Generalization.Measures.Norms;
using Generalization.Models;
using Generalization.Models.FiniteSample;
using Generalization.Models.Structure;
using Generalization.Tests.Support;
using TorchSharp;
using static TorchSharp.torch;

namespace Generalization.Tests.Measures.Norms;

[NoTensorLeaks]
public class NetworkNormsTests
{
    private static readonly ImageShape Small = new(2, 8, 8);

    [Theory]
    [InlineData("mlp-1x512", 2)]
    [InlineData("mlp-3x512", 4)]
    [InlineData("alexnet", 5)]
    [InlineData("inception", 20)]
    [InlineData("inception-no-bn", 20)]
    public void Every_network_of_the_paper_is_read_and_left_as_it_was(string name, int layers)
    {
        using var network = PaperModels.Named(name).Create(Small, 4, seed: 1);
        network.train();
        var before = Bits(network);
        var norms = NetworkNorms.Of(network, Small);
        norms.Layers.Should().HaveCount(layers);
        norms.Layers.Select(l => l.Name).Should().OnlyHaveUniqueItems().And.NotContain("");
        norms.Layers.Count(l => l.Folded).Should().Be(name == "inception" ? layers - 1 : 0);
        norms.SpectralProduct.Should().BePositive().And.BeLessThanOrEqualTo(double.MaxValue);
        norms.SpectralSum.Should().BeApproximately(norms.Layers.Sum(l => l.Spectral.Value), 1e-9);
        network.training.Should().BeTrue();
        Bits(network).Should().Equal(before);
    }

    /// <summary>A network whose norms are known: diagonal layers, and a normalization that doubles and halves.</summary>
    [Fact]
    public void Batch_normalization_is_folded_into_the_layer_before_it()
    {
        using var scope = NewDisposeScope();
        using var network = nn.Sequential(
            ("flat", nn.Flatten()),
            ("first", nn.Linear(2, 2)),
            ("norm", nn.BatchNorm1d(2, eps: 0)),
            ("relu", nn.ReLU(inplace: true)),
            ("last", nn.Linear(2, 2))
        );
        using (no_grad())
        {
            network.get_parameter("first.weight")!.copy_(tensor(new float[] { 3, 0, 0, 1 }, [2, 2]));
            network.get_parameter("last.weight")!.copy_(tensor(new float[] { 5, 0, 0, 0 }, [2, 2]));
            network.get_buffer("norm.running_var")!.copy_(tensor(new float[] { 4, 1f / 64 }));
            network.get_parameter("norm.weight")!.copy_(tensor(new float[] { 1, 0.5f }));
        }

        // 3 · 1/2 and 1 · 8 · 1/2.
        var norms = NetworkNorms.Of(network, new ImageShape(1, 1, 2));
        norms.Layers.Select(l => l.Name).Should().Equal("first", "last");
        norms.Layers[0].Spectral.Value.Should().BeApproximately(4, 1e-6);
        norms.Layers[0].Frobenius.Should().BeApproximately(Math.Sqrt(1.5 * 1.5 + 16), 1e-6);
        norms.SpectralProduct.Should().BeApproximately(20, 1e-5);
        norms.FrobeniusProduct.Should().BeApproximately(5 * Math.Sqrt(18.25), 1e-5);
        norms.FrobeniusSum.Should().BeApproximately(5 + Math.Sqrt(18.25), 1e-5);
        norms
            .ToCsv()
            .Should()
            .StartWith("layer,spectral,frobenius,folded,iterations,converged\nfirst,")
            .And.Contain(",true,")
            .And.EndWith(",true\n");
    }

    /// <summary>The folded norm of a trained unit against a convolution that has the normalization in its weights.</summary>
    [Fact]
    public void A_convolution_with_a_normalization_is_one_with_other_weights()
    {
        using var scope = NewDisposeScope();
        using var convolution = nn.Conv2d(2, 3, 3, padding: 1, bias: false);
        using var normalization = nn.BatchNorm2d(3);
        SpectralNormTests.Fill(convolution, 1);
        using (no_grad())
        {
            normalization.running_mean!.copy_(tensor(new float[] { 1, -1, 0.5f }));
            normalization.running_var!.copy_(tensor(new float[] { 0.25f, 4, 1 }));
        }

        using var network = nn.Sequential(("c", convolution), ("n", normalization), ("f", nn.Flatten()), ("l", nn.Linear(192, 2)));
        using var alone = nn.Conv2d(2, 3, 3, padding: 1, bias: false);
        using (no_grad())
        {
            var scale = new[] { 0.25, 4, 1 }.Select(variance => (float)(1 / Math.Sqrt(variance + 1e-5))).ToArray();
            alone.weight!.copy_(convolution.weight!.mul(tensor(scale, [3, 1, 1, 1])));
        }

        var folded = NetworkNorms.Of(network, Small).Layers[0];
        var expected = SpectralNorm.Of(AffinePart.Of("c", alone), [2, 8, 8]);
        folded.Spectral.Value.Should().BeApproximately(expected.Value, 1e-5 * expected.Value);
    }

    [Fact]
    public void What_cannot_be_folded_or_read_is_named()
    {
        using var scope = NewDisposeScope();
        Refused(
            nn.Sequential(("n", nn.BatchNorm2d(2)), ("f", nn.Flatten()), ("l", nn.Linear(128, 2))),
            "The normalization n must follow a linear layer or a convolution directly to be folded into it, "
                + "but follows none; its network's "
                + "margins cannot be normalized.*"
        );
        Refused(
            nn.Sequential(
                ("c", nn.Conv2d(2, 3, 3)),
                ("r", nn.ReLU()),
                ("n", nn.BatchNorm2d(3)),
                ("f", nn.Flatten()),
                ("l", nn.Linear(108, 2))
            ),
            "The normalization n must follow a linear layer or a convolution directly to be folded into it, but follows r; its network's "
                + "margins cannot be normalized.*"
        );
        Refused(
            nn.Sequential(("f", nn.Flatten()), ("deep", nn.Sequential(("n", nn.LayerNorm(128)))), ("l", nn.Linear(128, 2))),
            "The module deep.n, a LayerNorm, cannot be read as linear layers, convolutions, batch normalizations and functions without "
                + "weights; implement IReadableModule in it.*"
        );
        Refused(
            nn.Sequential(
                ("c", nn.Conv2d(2, 3, 3, padding: 1, padding_mode: PaddingModes.Reflect)),
                ("f", nn.Flatten()),
                ("l", nn.Linear(192, 2))
            ),
            "The convolution c must pad by a number of zeros, but its padding is numbers of the mode Reflect; give numbers, or implement "
                + "IReadableModule.*"
        );
        Refused(
            nn.Sequential(("c", nn.Conv2d(2, 3, 3)), ("n", nn.BatchNorm2d(3, track_running_stats: false)), ("f", nn.Flatten())),
            "The normalization n must keep running averages to be folded into the layer before it, but keeps none; make it with "
                + "track_running_stats.*"
        );
        Refused(nn.Sequential(("f", nn.Flatten())), "A network's norms are of its weights, but the network has none.*");
    }

    /// <summary>A container with a ReLU that is no module: its modules alone do not give its outputs.</summary>
    [Fact]
    public void A_container_whose_forward_pass_does_something_else_is_refused()
    {
        Refused(
            new WithFunction(0),
            "The modules of WithFunction, read in the order of their registration, must give the network's "
                + "own outputs, but do not (outputs of "
                + "at most * differ by *): its forward pass does something else; implement IReadableModule in it.*"
        );
        Refused(
            new WithFunction(1),
            "The modules of WithFunction, *: its forward pass does something else; " + "implement IReadableModule in it.*"
        );
        using var readable = new WithFunction(2);
        NetworkNorms.Of(readable, Small).Layers.Select(l => l.Name).Should().Equal("first", "last");
    }

    [Fact]
    public void A_network_of_the_construction_is_refused_by_name()
    {
        var network = FiniteSampleNetwork.Fit(
            PointRows.Of(
                new double[,]
                {
                    { 0, 1 },
                    { 1, 0 },
                    { 2, 3 },
                }
            ),
            [0, 1, 2],
            seed: 1
        );
        using var module = network.ToModule();
        FluentActions
            .Invoking(() => NetworkNorms.Of(module, new ImageShape(1, 1, 2)))
            .Should()
            .Throw<ArgumentException>()
            .WithMessage("The network, a FiniteSampleModule, cannot be read as *");
    }

    private static void Refused(nn.Module<Tensor, Tensor> network, string sentence)
    {
        using (network)
            FluentActions.Invoking(() => NetworkNorms.Of(network, Small)).Should().Throw<ArgumentException>().WithMessage(sentence);
    }

    private static float[] Bits(nn.Module network) =>
        [.. network.state_dict().Values.Where(v => v.is_floating_point()).SelectMany(v => v.data<float>().ToArray())];

    /// <summary>Two linear layers with a ReLU between them (0), the second left out (1); read by itself (2).</summary>
    private sealed class WithFunction : nn.Module<Tensor, Tensor>
    {
        private readonly TorchSharp.Modules.Sequential inner;
        private readonly int kind;

        public WithFunction(int kind)
            : base(nameof(WithFunction))
        {
            this.kind = kind;
            inner =
                kind == 2
                    ? nn.Sequential(("flat", nn.Flatten()), ("first", nn.Linear(128, 8)), ("relu", nn.ReLU()), ("last", nn.Linear(8, 3)))
                    : nn.Sequential(("flat", nn.Flatten()), ("first", nn.Linear(128, 8)), ("last", nn.Linear(8, 3)));
            foreach (var (name, module) in inner.named_children())
                register_module(name, module);
        }

        public override Tensor forward(Tensor input)
        {
            var children = named_children().Select(c => (nn.Module<Tensor, Tensor>)c.module).ToArray();
            if (kind == 2)
                return children.Aggregate(input, (x, m) => m.call(x));
            using var scope = NewDisposeScope();
            var x = nn.functional.relu(children[1].call(children[0].call(input)));
            return (kind == 1 ? x : children[2].call(x)).MoveToOuterDisposeScope();
        }
    }
}
