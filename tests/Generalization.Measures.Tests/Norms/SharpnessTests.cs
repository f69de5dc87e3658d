using Generalization.Data;
using Generalization.Data.Synthetic;
using Generalization.Inputs;
using Generalization.Learning;
using Generalization.Measures.Norms;
using Generalization.Models;
using Generalization.Tests.Support;
using Generalization.Threading;
using Generalization.Training;
using Generalization.Training.Schedules;
using MathNet.Numerics.Distributions;
using static TorchSharp.torch;

namespace Generalization.Tests.Measures.Norms;

[NoTensorLeaks]
public class SharpnessTests
{
    private static readonly InputPipeline Input = new();

    /// <summary>Two classes and a linear layer: the difference of the outputs moves by N(0, 2σ²(‖x‖² + 1)), so that an example of the
    /// margin m stays right with probability Φ(m / (σ √(2(‖x‖² + 1)))).</summary>
    [Fact]
    public void A_linear_networks_accuracy_under_noise_has_a_closed_form()
    {
        var (data, network) = Plane();
        using var owned = network;
        var options = new SharpnessOptions { Draws = 4000, Bisections = 6 };
        var found = Sharpness.Measure(network, Input, data, seed: 5, options);
        double Expected(double sigma) => Examples().Average(e => Normal.CDF(0, 1, e.Margin / (sigma * Math.Sqrt(2 * (e.Squared + 1)))));
        double low = 1e-3,
            high = 1e3;
        for (var i = 0; i < 100; i++)
        {
            var middle = Math.Sqrt(low * high);
            (low, high) = Expected(middle) < 1 - options.Fall ? (low, middle) : (middle, high);
        }

        found.Accuracy.Should().Be(1);
        found.Sigma.Should().BeApproximately(low, 0.05 * low);
        found.TooLarge.Should().BeApproximately(found.Sigma * Math.Pow(2, 1.0 / 64), 1e-9 * found.Sigma);
        found.AccuracyAtSigma.Value.Should().BeGreaterThanOrEqualTo(0.9).And.BeLessThan(0.91);
        found.AccuracyAtSigma.Low.Should().BeLessThan(Expected(found.Sigma));
        found.AccuracyAtSigma.High.Should().BeGreaterThan(Expected(found.Sigma));

        // The bound by hand; from 0, and from a network of other weights.
        var weights = network.parameters().SelectMany(p => p.data<float>().ToArray()).ToArray();
        found.DistanceSquared.Should().BeApproximately(weights.Sum(w => (double)w * w), 1e-5);
        found
            .Bound.Should()
            .BeApproximately(
                Math.Sqrt((found.DistanceSquared / (4 * found.Sigma * found.Sigma) + Math.Log(40 / found.Sigma) + 10) / 40),
                1e-12
            );
        using var initial = MultilayerPerceptron.Create(new ImageShape(1, 1, 2), 2, seed: 3);
        var distance = weights
            .Zip(initial.parameters().SelectMany(p => p.data<float>().ToArray()))
            .Sum(w => Math.Pow((double)w.First - w.Second, 2));
        var near = Sharpness.Measure(network, Input, data, 5, options with { Draws = 10 }, initial);
        near.DistanceSquared.Should().BeApproximately(distance, 1e-5);

        IEnumerable<(double Margin, double Squared)> Examples()
        {
            for (var i = 0; i < data.Count; i++)
            {
                var (x, y) = Point(i);
                yield return (Math.Abs(x - y) * 2, x * x + y * y);
            }
        }
    }

    [Fact]
    public void The_same_seed_gives_the_same_numbers_and_weights_are_restored_to_the_bit()
    {
        var (data, network) = Trained();
        using var owned = network;
        var before = Bits(network);
        network.train();
        var options = new SharpnessOptions { Draws = 3, Examples = 30 };
        var first = Sharpness.Measure(network, Input, data, seed: 1, options);
        Bits(network).Should().Equal(before);
        network.training.Should().BeTrue();
        Sharpness.Measure(network, Input, data, seed: 1, options).Should().Be(first);
        Sharpness.Measure(network, Input, data, seed: 2, options).Sigma.Should().NotBe(first.Sigma);
        (first.Examples, first.TrainCount).Should().Be((30, 60));
    }

    private sealed class Shifted : nn.Module<Tensor, Tensor>
    {
        private readonly nn.Module<Tensor, Tensor> inner;
        private readonly bool isInPlace;

        public Shifted(nn.Module<Tensor, Tensor> inner, bool isInPlace)
            : base("shifted")
        {
            (this.inner, this.isInPlace) = (inner, isInPlace);
            RegisterComponents();
        }

        public override Tensor forward(Tensor input) => inner.call(isInPlace ? input.mul_(0.5) : input.mul(0.5));
    }

    [Fact]
    public void A_network_that_changes_its_inputs_in_place_is_measured_on_the_data()
    {
        var (data, network) = Plane();
        var options = new SharpnessOptions { Draws = 20 };
        var expected = Sharpness.Measure(new Shifted(network, false), Input, data, 1, options);
        using var inPlace = new Shifted(network, true);
        Sharpness.Measure(inPlace, Input, data, 1, options).Should().Be(expected);
    }

    [Fact]
    public void Weights_are_restored_where_the_work_is_cancelled_or_fails()
    {
        var (data, network) = Trained();
        using var owned = network;
        var before = Bits(network);
        using var cancel = new CancellationTokenSource();
        var heard = 0;
        var stop = new SynchronousProgress<LearningProgress>(_ =>
        {
            Bits(network).Should().NotEqual(before, "there is noise on them");
            if (++heard == 4)
                cancel.Cancel();
        });
        FluentActions
            .Invoking(() => Sharpness.Measure(network, Input, data, 1, progress: stop, token: cancel.Token))
            .Should()
            .Throw<OperationCanceledException>();
        heard.Should().Be(4);
        Bits(network).Should().Equal(before);
        var fail = new SynchronousProgress<LearningProgress>(_ => throw new IOException("full"));
        FluentActions.Invoking(() => Sharpness.Measure(network, Input, data, 1, progress: fail)).Should().Throw<IOException>();
        Bits(network).Should().Equal(before);
    }

    [Fact]
    public void Noise_is_a_draw_of_the_normal_distribution()
    {
        using var network = MultilayerPerceptron.Create(new ImageShape(1, 28, 28), 10, seed: 1, 200);
        var before = Bits(network);
        using (var noise = new WeightNoise(network, seed: 3))
        {
            noise.Perturb(0.5, draw: 1);
            var first = Bits(network).Zip(before, (a, b) => (a - b) / 0.5).ToArray();
            first.Average().Should().BeApproximately(0, 0.015);
            first.Average(z => z * z).Should().BeApproximately(1, 0.02);
            first.Average(z => z * z * z * z).Should().BeApproximately(3, 0.1);
            noise.Perturb(0.5, draw: 2);
            Bits(network).Zip(before, (a, b) => (a - b) / 0.5).Zip(first, (a, b) => a * b).Average().Should().BeApproximately(0, 0.015);
        }

        Bits(network).Should().Equal(before);
    }

    [Fact]
    public void What_cannot_be_measured_is_refused()
    {
        var (data, network) = Trained();
        using var owned = network;
        var wrong = data.WithLabels(data.Labels.ToArray().Select(l => (l + 1) % 3).ToArray(), "next class");
        FluentActions
            .Invoking(() => Sharpness.Measure(network, Input, wrong, 1))
            .Should()
            .Throw<ArgumentException>()
            .WithMessage(
                "The training accuracy must be above the fall of 0.1 that is asked for, but is 0; " + "train the network, or ask for less."
            );
        using var other = MultilayerPerceptron.Create(data.Shape, 3, seed: 1, 5);
        FluentActions
            .Invoking(() => Sharpness.Measure(network, Input, data, 1, initial: other))
            .Should()
            .Throw<ArgumentException>()
            .WithMessage(
                "The initial network must have the network's parameters, but layer1.weight of (8, 9) is of "
                    + "another shape there; create it by "
                    + "the same recipe and seed.*"
            );
        FluentActions
            .Invoking(() => Sharpness.Measure(network, Input, data, 1, new SharpnessOptions { Fall = 0.9, Draws = 2 }))
            .Should()
            .Throw<InvalidOperationException>()
            .WithMessage("The mean accuracy of 1 must fall by 0.9 between noise of * and *, but is * there; ask for another fall.");
        FluentActions
            .Invoking(() => new SharpnessOptions { Fall = 1 })
            .Should()
            .Throw<ArgumentOutOfRangeException>()
            .WithMessage("Fall must lie in (0, 1), but was 1.*");
        FluentActions
            .Invoking(() => new SharpnessOptions { Draws = 0 })
            .Should()
            .Throw<ArgumentOutOfRangeException>()
            .WithMessage("Draws must be at least 1, but was 0.*");
    }

    private static (double X, double Y) Point(int i) =>
        (Math.Sin(3 * i) + (i % 2 == 0 ? 1.5 : 0), Math.Cos(5 * i) + (i % 2 == 0 ? 0 : 1.5));

    // 40 points, of class 0 where x > y, and the layer (2x, 2y) whose margins are 2|x − y|.
    private static (Dataset Data, MultilayerPerceptron Network) Plane()
    {
        var vectors = new double[40, 2];
        var labels = new long[40];
        for (var i = 0; i < 40; i++)
        {
            (vectors[i, 0], vectors[i, 1]) = Point(i);
            labels[i] = vectors[i, 0] > vectors[i, 1] ? 0 : 1;
        }

        var network = MultilayerPerceptron.Create(new ImageShape(1, 1, 2), 2, seed: 1);
        using (no_grad())
        using (var weights = tensor(new float[] { 2, 0, 0, 2 }, [2, 2]))
            network.parameters().First().copy_(weights);
        return (Dataset.FromVectors("plane", DatasetSplit.Train, vectors, labels, ["right", "left"]), network);
    }

    private static (Dataset Data, MultilayerPerceptron Network) Trained()
    {
        var data = new SyntheticImages(new ImageShape(1, 3, 3), 3).Create(60, 10, seed: 1).Train;
        var network = MultilayerPerceptron.Create(data.Shape, 3, seed: 1, 8);
        var options = new TrainingOptions(new ConstantRate(0.1)) { BatchSize = 20, Epochs = 100 };
        new Trainer(options).Fit(network, data, Input, seed: 0).Train!.Accuracy.Should().Be(1);
        return (data, network);
    }

    private static float[] Bits(nn.Module network)
    {
        using var scope = NewDisposeScope();
        return [.. network.parameters().SelectMany(p => p.detach().data<float>().ToArray())];
    }
}
