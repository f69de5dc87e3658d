using Generalization.Models.Layers;
using static TorchSharp.torch;

namespace Generalization.Tests.Models.Layers;

public class SeededWeightsTests
{
    private static nn.Module<Tensor, Tensor> Network() =>
        nn.Sequential(nn.Conv2d(3, 16, 5), nn.BatchNorm2d(16), nn.Flatten(), nn.Linear(16 * 4 * 4, 30));

    [Fact]
    public void Torchs_layers_have_the_bits_of_a_seed_and_the_deviation_of_their_fan_in()
    {
        using var first = SeededWeights.Draw(Network(), 7);
        using var second = SeededWeights.Draw(Network(), 7);
        using var other = SeededWeights.Draw(Network(), 8);
        foreach (var ((name, a), (_, b)) in first.named_parameters().Zip(second.named_parameters()))
            a.data<float>().ToArray().Should().Equal(b.data<float>().ToArray(), name);
        first.parameters().First().data<float>().ToArray().Should().NotEqual(other.parameters().First().data<float>().ToArray());
        foreach (var (name, parameter) in first.named_parameters())
        {
            var values = parameter.data<float>().ToArray();
            if (name.EndsWith("bias", StringComparison.Ordinal))
                values.Should().OnlyContain(v => v == 0);
            else if (parameter.dim() == 1)
                values.Should().OnlyContain(v => v == 1, "the scale of the normalization stays");
            else
                values
                    .Average(v => v * v * (values.Length / (double)parameter.shape[0]))
                    .Should()
                    .BeInRange(1.8, 2.2, "the variance is 2 over the fan-in");
        }
    }

    [Fact]
    public void Scales_that_torch_leaves_as_memory_was_become_1()
    {
        for (var i = 0; i < 20; i++)
        {
            using var garbage = full([1 << 12], 1e30f); // what the next layer may find in memory
            garbage.Dispose();
            using var network = SeededWeights.Draw(nn.Sequential(nn.Conv2d(3, 1 << 12, 1), nn.GroupNorm(8, 1 << 12)), 7);
            using var alone = SeededWeights.Draw(nn.GroupNorm(2, 4), 7);
            foreach (
                var (name, parameter) in network.named_parameters().Where(p => p.name.StartsWith('1')).Concat(alone.named_parameters())
            )
                parameter.data<float>().ToArray().Should().OnlyContain(v => v == (name.Contains("weight") ? 1 : 0), name);
        }
    }

    [Fact]
    public void A_gain_that_is_none_is_refused() =>
        FluentActions
            .Invoking(() => SeededWeights.Draw(Network(), 0, double.NaN))
            .Should()
            .Throw<ArgumentOutOfRangeException>()
            .WithMessage("The gain must be positive and finite, but was NaN.*");
}
