using Generalization.Data;
using Generalization.Data.Synthetic;
using Generalization.Inputs;
using Generalization.Models;
using Generalization.Tests.Support;
using Generalization.Torch;
using Generalization.Training;
using Generalization.Training.Schedules;
using static TorchSharp.torch;

namespace Generalization.Tests.Training;

[NoTensorLeaks]
public class AutocastTests
{
    [Fact]
    public void Products_are_of_rounded_numbers_and_gradients_of_float32()
    {
        using var scope = NewDisposeScope();
        var x = arange(12, ScalarType.Float32).add(0.1).sin().reshape(3, 4);
        var w = arange(20, ScalarType.Float32).add(0.7).cos().reshape(5, 4).requires_grad_();
        Tensor product;
        using (Autocast.For(Precision.BFloat16, CPU))
            product = nn.functional.linear(x, w);
        product.dtype.Should().Be(ScalarType.BFloat16);
        var rounded = x.to(ScalarType.BFloat16).to(ScalarType.Float64).mm(w.detach().to(ScalarType.BFloat16).to(ScalarType.Float64).t());
        product.detach().to(ScalarType.Float64).sub(rounded).abs().max().item<double>().Should().BeLessThan(1.0 / 128);
        // Not the product of the numbers themselves.
        product.detach().to(ScalarType.Float32).sub(x.mm(w.detach().t())).abs().max().item<float>().Should().BeGreaterThan(1e-4f);
        product.to(ScalarType.Float32).sum().backward();
        w.grad!.dtype.Should().Be(ScalarType.Float32);
        nn.functional.linear(x, w).dtype.Should().Be(ScalarType.Float32);
    }

    [Fact]
    public void It_ends_with_its_scope_and_is_the_threads_own()
    {
        using var scope = NewDisposeScope();
        var x = ones(2, 2);
        ScalarType Type() => x.mm(x).dtype;
        Autocast.For(Precision.Float32, CPU).Should().BeNull();
        using (Autocast.For(Precision.BFloat16, CPU))
        {
            using (Autocast.For(Precision.BFloat16, CPU))
                Type().Should().Be(ScalarType.BFloat16);
            Type().Should().Be(ScalarType.BFloat16);
            var elsewhere = ScalarType.BFloat16;
            var thread = new Thread(() =>
            {
                using var inner = NewDisposeScope();
                elsewhere = ones(2, 2).mm(ones(2, 2)).dtype;
            });
            thread.Start();
            thread.Join();
            elsewhere.Should().Be(ScalarType.Float32);
        }

        Type().Should().Be(ScalarType.Float32);
    }

    [Fact]
    public void A_weight_is_converted_anew_each_time_so_that_no_other_training_decides_when()
    {
        using var scope = NewDisposeScope();
        var (x, w) = (ones(1, 1, 1, 1), ones(1, 1, 1, 1).requires_grad_());
        float Product() => nn.functional.conv2d(x, w).detach().to(ScalarType.Float32).item<float>();
        using (Autocast.For(Precision.BFloat16, CPU))
        {
            Product().Should().Be(1);
            using (no_grad())
                w.add_(1);
            Product().Should().Be(2);
        }

        using (no_grad())
            w.add_(1);
        using (Autocast.For(Precision.BFloat16, CPU))
            Product().Should().Be(3);
    }

    [Fact]
    public void A_step_of_ones_own_computes_in_the_trainings_precision_by_the_forward_pass()
    {
        using var scope = NewDisposeScope();
        using var network = nn.Linear(3, 2);
        var x = arange(12, ScalarType.Float32).sin().reshape(4, 3);
        var (exact, rounded) = (ForwardPass.Run(network, x, Precision.Float32), ForwardPass.Run(network, x, Precision.BFloat16));
        (exact.dtype, rounded.dtype).Should().Be((ScalarType.Float32, ScalarType.Float32));
        exact.eq(network.call(x)).all().item<bool>().Should().BeTrue();
        rounded.eq(exact).all().item<bool>().Should().BeFalse();
        rounded.eq(rounded.to(ScalarType.BFloat16)).all().item<bool>().Should().BeTrue();
    }

    [Theory]
    [InlineData("mlp-1x512")]
    [InlineData("alexnet")]
    [InlineData("inception")]
    public void Training_in_bfloat16_stays_close_to_float32_and_leaves_float32(string name)
    {
        var data = new SyntheticImages(new ImageShape(3, 8, 8), 3).Create(16, 8, seed: 4);
        var input = new InputPipeline(new PerImageStandardization());
        var model = PaperModels.Named(name);
        (float[] Losses, string Weights) Train(Precision precision)
        {
            using var network = model.Create(input.ShapeOf(data), 3, seed: 1);
            var options = model.Training with
            {
                Precision = precision,
                Epochs = 1,
                BatchSize = 8,
                StopWhen = [],
                EvaluateTestEvery = 0,
                Schedule = new ConstantRate(0.01),
            };
            var history = new Trainer(options).Fit(network, data, input, seed: 0);
            network.state_dict().Values.Should().OnlyContain(t => t.dtype == ScalarType.Float32);
            return (
                [.. history.StepLosses],
                string.Join(' ', network.parameters().Select(p => p.detach().@double().sum().item<double>().ToString("R", null)))
            );
        }

        using var scope = NewDisposeScope();
        var (exact, rounded, again) = (Train(Precision.Float32), Train(Precision.BFloat16), Train(Precision.BFloat16));
        again.Weights.Should().Be(rounded.Weights).And.NotBe(exact.Weights);
        rounded.Losses[0].Should().BeApproximately(exact.Losses[0], 0.02f * exact.Losses[0]).And.NotBe(exact.Losses[0]);
        rounded.Losses[^1].Should().BeApproximately(exact.Losses[^1], 0.2f * exact.Losses[^1]);
    }

    [Fact]
    public void Refuses_a_precision_that_is_none() =>
        new Action(() => _ = new TrainingOptions(new ConstantRate(1)) { Precision = (Precision)5 })
            .Should()
            .Throw<ArgumentOutOfRangeException>()
            .WithMessage("Precision must be one of Float32, BFloat16, but was 5.*");
}
