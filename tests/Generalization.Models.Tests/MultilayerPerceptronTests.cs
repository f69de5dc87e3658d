using Generalization.Data;
using Generalization.Models;
using Generalization.Tests.Support;
using static TorchSharp.torch;

namespace Generalization.Tests.Models.Mlp;

[NoTensorLeaks]
public class MultilayerPerceptronTests
{
    private static readonly ImageShape Cifar = new(3, 28, 28);

    [Theory]
    [InlineData(1, 1_209_866)]
    [InlineData(3, 1_735_178)]
    public void Has_the_papers_number_of_parameters(int layers, long expected)
    {
        using var network = MultilayerPerceptron.Create(Cifar, 10, 0, Enumerable.Repeat(512, layers));
        network.parameters().Sum(p => p.numel()).Should().Be(expected);
    }

    [Fact]
    public void Initial_weights_have_the_documented_spread_and_zero_biases()
    {
        using var network = MultilayerPerceptron.Create(Cifar, 10, 0, 512);
        var parameters = network.parameters().ToArray();
        var hidden = parameters[0].data<float>().ToArray().Select(w => (double)w).ToArray();
        hidden.Average().Should().BeApproximately(0, 1e-4);
        Math.Sqrt(hidden.Average(w => w * w)).Should().BeApproximately(Math.Sqrt(2.0 / 2352), 1e-4);
        var last = parameters[2].data<float>().ToArray();
        Math.Sqrt(last.Average(w => w * w)).Should().BeApproximately(Math.Sqrt(1.0 / 512), 2e-3);
        parameters[1].data<float>().ToArray().Concat(parameters[3].data<float>().ToArray()).Should().OnlyContain(b => b == 0);
    }

    [Fact]
    public void The_seed_decides_the_weights_and_the_global_generator_stays_as_it_was()
    {
        using var before = get_rng_state();
        float[] Weights(ulong seed)
        {
            using var network = MultilayerPerceptron.Create(new ImageShape(1, 4, 4), 3, seed, 8);
            return [.. network.parameters().SelectMany(p => p.data<float>().ToArray())];
        }

        Weights(1).Should().Equal(Weights(1)).And.NotEqual(Weights(2));
        using var after = get_rng_state();
        after.data<byte>().ToArray().Should().Equal(before.data<byte>().ToArray());
    }

    [Fact]
    public void A_width_below_one_is_refused() =>
        new Action(() => MultilayerPerceptron.Create(Cifar, 10, 0, 512, 0))
            .Should()
            .Throw<ArgumentOutOfRangeException>()
            .WithMessage("A layer's width must be at least 1, but was 0.*");
}
