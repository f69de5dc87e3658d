using Generalization.Data;
using Generalization.Inputs;
using Generalization.Models.ImageNet;
using Generalization.Tests.Support;
using Generalization.Torch;
using Generalization.Training;
using Generalization.Training.Losses;
using static TorchSharp.torch;

namespace Generalization.Tests.Models.ImageNet;

[NoTensorLeaks]
public sealed class InceptionV3Tests
{
    private static readonly ImageShape Published = new(3, 299, 299),
        Smallest = new(3, 75, 75);

    // Away from the initial zeros and ones, so that a forgotten shift, scale or average shows.
    private static InceptionV3 Stirred(ImageShape shape, int classes, InceptionV3Options options)
    {
        var network = InceptionV3.Create(shape, classes, 3, options);
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        foreach (var (name, value) in network.state_dict().Where(t => t.Value.dim() == 1))
            value.copy_(
                name.EndsWith("running_var") || name.EndsWith("bn.weight")
                    ? linspace(0.7, 1.4, value.numel())
                    : linspace(-0.2, 0.3, value.numel())
            );
        return network;
    }

    private static Tensor Images(int count, int size) =>
        linspace(-2, 2, count * 3L * size * size).mul(1000).sin().view(count, 3, size, size);

    [Theory]
    [InlineData(false, 1000, 23_817_352, 3_325_800)]
    [InlineData(false, 1001, 23_819_401, 3_326_569)]
    [InlineData(true, 1000, 23_834_568, 3_326_696)]
    public void Has_the_published_numbers_of_parameters(bool scale, int classes, long main, long auxiliary)
    {
        using var network = InceptionV3.Create(Published, classes, 0, new InceptionV3Options { Scale = scale });
        network.AuxiliaryParameters.Sum(p => p.numel()).Should().Be(auxiliary);
        network.parameters().Sum(p => p.numel()).Should().Be(main + auxiliary);
        InceptionV3.ParameterCount(Published, classes, new InceptionV3Options { Scale = scale }).Should().Be(main + auxiliary);
        InceptionV3.ParameterCount(Smallest, classes, new InceptionV3Options { Scale = scale }).Should().Be(main);
    }

    [Fact]
    public void Has_94_convolutions_and_17216_normalized_channels_and_Kerass_count()
    {
        using var network = InceptionV3.Create(Smallest, 1000, 0);
        network.named_parameters().Count(p => p.parameter.dim() == 4).Should().Be(94);
        network.named_parameters().Where(p => p.name.EndsWith("bn.bias")).Sum(p => p.parameter.numel()).Should().Be(17_216);
        var averages = network.named_buffers().Where(b => b.buffer.dim() == 1).Sum(b => b.buffer.numel());
        (network.parameters().Sum(p => p.numel()) + averages).Should().Be(23_851_784);
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public void Computes_the_plain_functions_at_75(bool torchvision, bool training)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        var options = torchvision ? InceptionV3Options.Torchvision : InceptionV3Options.Slim;
        using var network = Stirred(Smallest, 10, options);
        network.train(training);
        var inputs = Images(4, 75);
        var (expected, _) = new InceptionV3Oracle(network, torchvision, training).Of(inputs);
        var actual = network.call(inputs).to(float64);
        // The last map has one position: what a batch of four normalizes there, it also magnifies.
        ((actual - expected).norm() / expected.norm())
            .item<double>()
            .Should()
            .BeLessThan(training ? 1e-2 : 2e-4);
    }

    [Fact]
    public void Has_the_published_shapes_at_299_and_the_auxiliary_head_says_what_it_should()
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        using var network = Stirred(Published, 7, InceptionV3Options.Slim);
        network.train();
        var inputs = Images(2, 299);
        var oracle = new InceptionV3Oracle(network, countsPadding: false, training: true);
        var (expected, auxiliary) = oracle.Of(inputs);
        oracle
            .Shapes.Select(s => $"{s.Stage} {string.Join("x", s.Shape)}")
            .Should()
            .Equal(
                "1a 32x149x149",
                "2a 32x147x147",
                "2b 64x147x147",
                "3a 64x73x73",
                "3b 80x73x73",
                "4a 192x71x71",
                "5a 192x35x35",
                "5b 256x35x35",
                "5c 288x35x35",
                "5d 288x35x35",
                "6a 768x17x17",
                "6b 768x17x17",
                "6c 768x17x17",
                "6d 768x17x17",
                "6e 768x17x17",
                "7a 1280x8x8",
                "7b 2048x8x8",
                "7c 2048x8x8"
            );
        var actual = network.call(inputs).to(float64);
        ((actual - expected).norm() / expected.norm()).item<double>().Should().BeLessThan(2e-4);
        using var said = network.TakeAuxiliaryOutput()!;
        ((said.to(float64) - auxiliary!).norm() / auxiliary!.norm()).item<double>().Should().BeLessThan(2e-3);
        network.TakeAuxiliaryOutput().Should().BeNull("it was taken");
        network.eval();
        network.call(inputs);
        network.TakeAuxiliaryOutput().Should().BeNull("evaluation does without it");
    }

    [Fact]
    public void A_step_at_299_takes_the_gradient_of_both_heads()
    {
        using var scope = NewDisposeScope();
        using var network = Stirred(Published, 7, InceptionV3Options.Slim);
        // The normalizations by their averages, which are no function of a batch of two, and the head as in training.
        network.train();
        foreach (var (_, module) in network.named_modules())
            if (module is InceptionBatchNorm)
                module.eval();
        var inputs = Images(2, 299);
        using var batch = new Batch(arange(2), new long[] { 0, 1 }, 1, inputs, tensor(new long[] { 3, 5 }));
        using var pass = new BackwardPass(network, new CrossEntropy());
        var (loss, _) = pass.Compute(batch);
        var oracle = new InceptionV3Oracle(network, countsPadding: false, training: false) { Auxiliaries = true }.WithGradients();
        var (logits, auxiliary) = oracle.Of(inputs);
        Tensor Entropy(Tensor outputs) => (outputs.exp().sum(1).log() - outputs.gather(1, batch.Labels.unsqueeze(1)).squeeze(1)).mean();
        var main = Entropy(logits);
        (main + Entropy(auxiliary!) * 0.4).backward();
        loss.item<float>().Should().BeApproximately((float)main.item<double>(), 1e-3f);
        foreach (var name in new[] { "AuxLogits.fc.weight", "AuxLogits.conv1.conv.weight", "Mixed_6e.branch1x1.conv.weight", "fc.bias" })
        {
            var (mine, right) = (network.get_parameter(name)!.grad!.to(float64), oracle.Weight(name).grad!);
            ((mine - right).norm() / right.norm()).item<double>().Should().BeLessThan(5e-3, name);
        }
    }

    [Theory]
    [InlineData(298, false)]
    [InlineData(299, true)]
    [InlineData(320, true)]
    public void The_auxiliary_head_is_there_where_its_convolution_has_five_positions(int size, bool has)
    {
        using var network = InceptionV3.Create(new ImageShape(3, size, size), 2, 0);
        network.HasAuxiliaryOutput.Should().Be(has);
        using var without = InceptionV3.Create(new ImageShape(3, size, size), 2, 0, new InceptionV3Options { Auxiliary = false });
        without.HasAuxiliaryOutput.Should().BeFalse();
    }

    [Fact]
    public void Weights_are_slims_truncated_normal()
    {
        using var scope = NewDisposeScope();
        using var network = InceptionV3.Create(Published, 1000, 5);
        foreach (var (name, weight) in network.named_parameters().Where(p => p.parameter.dim() >= 2))
        {
            double fanIn = weight.numel() / weight.shape[0];
            var sigma = name switch
            {
                "AuxLogits.conv1.conv.weight" => 0.01,
                "AuxLogits.fc.weight" => 0.001,
                _ => Math.Sqrt(2.6 / fanIn),
            };
            var values = weight.detach().to(float64) / sigma;
            values.abs().max().item<double>().Should().BeLessThan(2.00001, name);
            // The variance of a normal that is cut off at two deviations is 0.7737.
            var count = (double)weight.numel();
            values.square().mean().item<double>().Should().BeApproximately(0.7737, 6 / Math.Sqrt(count), name);
            values.mean().item<double>().Should().BeApproximately(0, 6 / Math.Sqrt(count), name);
        }
    }

    [Fact]
    public void Running_averages_rise_to_their_decay_and_go_on_from_what_was_counted()
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        using var network = InceptionV3.Create(Smallest, 2, 0, new InceptionV3Options { RunningDecay = 0.3 });
        network.train();
        var (inputs, mean) = (Images(3, 75), network.state_dict()["Conv2d_1a_3x3.bn.running_mean"]);
        var batch = nn.functional.conv2d(inputs, network.state_dict()["Conv2d_1a_3x3.conv.weight"], strides: [2, 2]).mean([0, 2, 3]);
        var expected = zeros_like(batch);
        foreach (var decay in new[] { 0.1, 2 / 11.0, 3 / 12.0, 0.3, 0.3 })
        {
            network.call(inputs);
            expected = expected * decay + batch * (1 - decay);
            (mean - expected).abs().max().item<float>().Should().BeLessThan(1e-5f);
        }

        network.state_dict()["steps"].item<long>().Should().Be(5);
        using var other = InceptionV3.Create(Smallest, 2, 0, new InceptionV3Options { RunningDecay = 0.3 });
        foreach (var (name, value) in other.state_dict())
            value.copy_(network.state_dict()[name]);
        other.train();
        other.call(inputs);
        network.call(inputs);
        other
            .state_dict()["Mixed_7c.branch_pool.bn.running_var"]
            .Equals(network.state_dict()["Mixed_7c.branch_pool.bn.running_var"])
            .Should()
            .BeTrue();
    }

    [Layers.Avx512Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Bfloat16_is_near_the_plain_functions_and_its_gradient_points_the_same_way(bool scale)
    {
        using var scope = NewDisposeScope();
        using var network = Stirred(Smallest, 10, new InceptionV3Options { Scale = scale });
        // In evaluation mode: a small batch at one position magnifies bfloat16's rounding beyond all comparison.
        network.eval();
        // Channels last, without which nothing is fused.
        using (no_grad())
            foreach (var weight in network.parameters().Where(p => p.dim() == 4))
                weight.set_(weight.detach().permute(0, 2, 3, 1).contiguous().permute(0, 3, 1, 2));
        var inputs = Images(8, 75).permute(0, 2, 3, 1).contiguous().permute(0, 3, 1, 2);
        var oracle = new InceptionV3Oracle(network, false, training: false).WithGradients();
        var (expected, _) = oracle.Of(inputs);
        var actual = ForwardPass.Run(network, inputs, Precision.BFloat16);
        ((actual.to(float64) - expected).norm() / expected.norm()).item<double>().Should().BeLessThan(0.1);
        var towards = linspace(-1, 1, expected.numel(), dtype: float64).sin().view(expected.shape);
        (expected * towards).sum().backward();
        (actual * towards.to(float32)).sum().backward();
        foreach (
            var name in new[] { "fc.weight", "Mixed_7c.branch1x1.bn.bias", "Mixed_7b.branch3x3_2b.conv.weight" }.Concat(
                scale ? ["Mixed_7c.branch1x1.bn.weight", "Mixed_7a.branch3x3_2.bn.weight"] : []
            )
        )
        {
            var mine = network.get_parameter(name)!.grad!.to(float64).flatten();
            var right = oracle.Weight(name).grad!.flatten();
            (mine.dot(right) / mine.norm() / right.norm()).item<double>().Should().BeGreaterThan(0.95, name);
        }
    }

    [Fact]
    public void What_it_reads_of_itself_is_what_it_computes()
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        using var network = Stirred(new ImageShape(3, 80, 91), 5, InceptionV3Options.Torchvision);
        network.eval();
        var inputs = linspace(-2, 2, 2 * 3 * 80 * 91).mul(1000).sin().view(2, 3, 80, 91);
        var read = network.Parts().Aggregate(inputs, (x, part) => part.Apply(x));
        ((network.call(inputs) - read).norm() / read.norm()).item<float>().Should().BeLessThan(1e-4f);
    }

    [Fact]
    public void A_smaller_input_is_refused() =>
        new Action(() => InceptionV3.Create(new ImageShape(3, 74, 80), 10, 0))
            .Should()
            .Throw<ArgumentOutOfRangeException>()
            .WithMessage("Inception V3 needs inputs of at least 75×75, but they are 3×74×80; resize the pictures.*");

    [Fact]
    public void Options_refuse_what_is_out_of_range()
    {
        new Action(() => _ = new InceptionV3Options { Dropout = 1 })
            .Should()
            .Throw<ArgumentOutOfRangeException>()
            .WithMessage("Dropout must lie in [0, 1), but was 1.*");
        new Action(() => _ = new InceptionV3Options { RunningDecay = -0.5 })
            .Should()
            .Throw<ArgumentOutOfRangeException>()
            .WithMessage("RunningDecay must lie in [0, 1), but was -0.5.*");
    }
}
