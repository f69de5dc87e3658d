using CsCheck;
using Generalization.Randomness;
using Generalization.Tests.Support;
using Generalization.Training.Updates;
using static TorchSharp.torch;

namespace Generalization.Tests.Training.Updates;

/// <summary>Every optimizer against its formula, one number at a time in float64.</summary>
[NoTensorLeaks]
public class OptimizerTests
{
    /// <summary>One parameter's number with what is kept of it.</summary>
    private sealed class Oracle(double w)
    {
        private double first,
            second;
        private int t;

        public double W { get; private set; } = w;

        public void Step(Optimizer optimizer, double g, double rate, bool decays)
        {
            t++;
            switch (optimizer)
            {
                case Sgd o:
                    first = o.Momentum * first + g + (decays ? o.WeightDecay : 0) * W;
                    W -= rate * first;
                    break;
                case Adam o:
                    g += (decays ? o.WeightDecay : 0) * W;
                    Adam(g, o.Beta1, o.Beta2, o.Epsilon, rate);
                    break;
                case AdamW o:
                    W -= rate * (decays ? o.WeightDecay : 0) * W;
                    Adam(g, o.Beta1, o.Beta2, o.Epsilon, rate);
                    break;
                case RmsProp o:
                    if (t == 1)
                        second = 1;
                    g += (decays ? o.WeightDecay : 0) * W;
                    second = o.Decay * second + (1 - o.Decay) * g * g;
                    first = o.Momentum * first + rate * g / Math.Sqrt(second + o.Epsilon);
                    W -= first;
                    break;
                default:
                    throw new NotSupportedException();
            }
        }

        private void Adam(double g, double beta1, double beta2, double epsilon, double rate)
        {
            first = beta1 * first + (1 - beta1) * g;
            second = beta2 * second + (1 - beta2) * g * g;
            var (m, v) = (first / (1 - Math.Pow(beta1, t)), second / (1 - Math.Pow(beta2, t)));
            W -= rate * m / (Math.Sqrt(v) + epsilon);
        }
    }

    private static readonly Gen<Optimizer> Optimizers = Gen.Select(
        Gen.Int[0, 3],
        Gen.Double[0.5, 0.95],
        Gen.Double[0, 0.2],
        Gen.Bool,
        Optimizer (kind, fraction, decay, weights) =>
        {
            var on = weights ? DecayedParameters.Weights : DecayedParameters.All;
            return kind switch
            {
                0 => new Sgd
                {
                    Momentum = fraction,
                    WeightDecay = decay,
                    WeightDecayOn = on,
                },
                1 => new Adam
                {
                    Beta1 = fraction,
                    WeightDecay = decay,
                    WeightDecayOn = on,
                },
                2 => new AdamW
                {
                    Beta2 = fraction,
                    Epsilon = 1e-3,
                    WeightDecay = decay,
                    WeightDecayOn = on,
                },
                _ => new RmsProp
                {
                    Decay = fraction,
                    Momentum = 0.9 * fraction,
                    Epsilon = 0.1,
                    WeightDecay = decay,
                    WeightDecayOn = on,
                },
            };
        }
    );

    [Fact]
    public void Steps_are_those_of_the_formulas() =>
        Gen.Select(Optimizers, Gen.Int[1, 7].Array[1, 3], Gen.Int[1, 4], Gen.Double[1e-3, 0.2], Gen.UInt)
            .Sample(
                (optimizer, sizes, dimensions, rate, seed) =>
                {
                    using var scope = NewDisposeScope();
                    var random = new RandomKey(seed, RandomPurpose.Custom).Stream(0);
                    var shapes = sizes.Select((s, i) => Enumerable.Repeat((long)s, (dimensions + i) % 4 + 1).ToArray()).ToArray();
                    using var network = new Bag(shapes.Select(s => Bag.Gaussian(s, ref random)).ToArray());
                    using var update = optimizer.Create(network);
                    var oracles = network.Parameters.Select(p => p.data<float>().ToArray().Select(w => new Oracle(w)).ToArray()).ToArray();
                    for (var step = 0; step < 5; step++)
                    {
                        for (var i = 0; i < shapes.Length; i++)
                        {
                            var gradient = Bag.Gaussian(shapes[i], ref random);
                            network.Parameters[i].grad = gradient;
                            foreach (var (oracle, g) in oracles[i].Zip(gradient.data<float>().ToArray()))
                                oracle.Step(
                                    optimizer,
                                    g,
                                    rate,
                                    optimizer is DecayingOptimizer { WeightDecayOn: DecayedParameters.All } || shapes[i].Length > 1
                                );
                        }

                        update.Run(rate);
                    }

                    return network
                        .Parameters.Zip(oracles)
                        .All(p =>
                            p.First.data<float>()
                                .ToArray()
                                .Zip(p.Second)
                                .All(w => Math.Abs(w.First - w.Second.W) < 2e-4 * (1 + Math.Abs(w.Second.W)))
                        );
                },
                iter: 80,
                threads: 1
            );

    [Fact]
    public void The_first_step_of_TensorFlows_RMSProp_is_that_of_an_accumulator_of_one()
    {
        using var network = new Bag([full(3, 2.0f)]);
        using var update = new RmsProp
        {
            Decay = 0.9,
            Momentum = 0.9,
            Epsilon = 1,
        }.Create(network);
        using var scope = NewDisposeScope();
        network.Parameters[0].grad = full(3, 0.5f);
        update.Run(0.045);
        // v = 0.9·1 + 0.1·0.25 = 0.925, m = 0.045·0.5 / √1.925.
        var first = 0.045 * 0.5 / Math.Sqrt(1.925);
        network.Parameters[0].data<float>()[0].Should().BeApproximately((float)(2 - first), 1e-6f);
        update.Run(0.01);
        // The old step keeps its own learning rate: v = 0.9·0.925 + 0.025, m = 0.9·m + 0.01·0.5 / √(v + 1).
        var second = 0.9 * first + 0.01 * 0.5 / Math.Sqrt(0.8575 + 1);
        network.Parameters[0].data<float>()[0].Should().BeApproximately((float)(2 - first - second), 1e-6f);
    }

    public static TheoryData<Optimizer> All => [new Sgd(), new Adam(), new AdamW(), new RmsProp(), new Adam { WeightDecay = 0.1 }];

    [Theory]
    [MemberData(nameof(All), DisableDiscoveryEnumeration = true)]
    public void What_is_restored_goes_on_with_the_same_bits(Optimizer optimizer)
    {
        using var scope = NewDisposeScope();
        using var whole = Two();
        using var stopped = Two();
        using var update = optimizer.Create(whole);
        var before = optimizer.Create(stopped);
        for (var step = 0; step < 6; step++)
        {
            foreach (var (network, u) in new[] { (whole, update), (stopped, before) })
            {
                network.Parameters[0].grad = full([2, 16], 0.1f * step - 0.2f);
                // One that has no gradient at first, and so a count of its own.
                if (step > 1)
                    network.Parameters[1].grad = full([3], 0.3f * step);
                u.Run(0.05);
            }

            using var after = optimizer.Create(stopped);
            after.Restore(before.State.ToDictionary(t => t.Key, t => t.Value.clone()));
            after.State.Keys.Should().BeEquivalentTo(before.State.Keys);
            before.Dispose();
            before = optimizer.Create(stopped);
            before.Restore(after.State);
        }

        before.Dispose();
        foreach (var (a, b) in whole.Parameters.Zip(stopped.Parameters))
            a.data<float>().ToArray().Should().Equal(b.data<float>().ToArray());
    }

    [Theory]
    [MemberData(nameof(All), DisableDiscoveryEnumeration = true)]
    public void A_state_of_another_network_is_refused(Optimizer optimizer)
    {
        using var network = Two();
        using var update = optimizer.Create(network);
        using var scope = NewDisposeScope();
        FluentActions
            .Invoking(() => update.Restore(new Dictionary<string, Tensor> { ["7.first"] = zeros(1) }))
            .Should()
            .Throw<ArgumentException>()
            .WithMessage("*but 7.first is not one of them*");
    }

    [Fact]
    public void A_parameter_without_a_gradient_and_a_frozen_one_stay()
    {
        using var network = new Bag([ones(2), ones(2), ones(2)]);
        network.Parameters[2].requires_grad = false;
        using var update = new Adam { WeightDecay = 0.5 }.Create(network);
        using var scope = NewDisposeScope();
        network.Parameters[0].grad = ones(2);
        update.Run(0.1);
        network.Parameters[1].data<float>().ToArray().Should().Equal(1, 1);
        network.Parameters[2].data<float>().ToArray().Should().Equal(1, 1);
        update.State.Keys.Should().BeEquivalentTo("0.first", "0.second", "0.steps");
    }

    [Fact]
    public void Words_are_fixed_and_hold_every_number()
    {
        new Sgd { Momentum = 0.5 }
            .Describe()
            .Should()
            .Be("sgd, momentum 0.5, weight decay 0 on all");
        new Adam().Describe().Should().Be("adam, beta1 0.9, beta2 0.999, epsilon 1E-08, weight decay 0 on all");
        new AdamW { WeightDecayOn = DecayedParameters.Weights }
            .Describe()
            .Should()
            .Be("adamw, beta1 0.9, beta2 0.999, epsilon 1E-08, weight decay 0.01 on weights");
        new RmsProp { WeightDecay = 4e-5 }
            .Describe()
            .Should()
            .Be("rmsprop, decay 0.9, momentum 0.9, epsilon 1, weight decay 4E-05 on all");
        new WeightAverage(0.9999).Describe().Should().Be("moving average, decay 0.9999");
    }

    [Fact]
    public void Numbers_out_of_range_are_refused_in_a_sentence()
    {
        Refuses(() => new Sgd { Momentum = 1 }, "Momentum must lie in [0, 1), but was 1.*");
        Refuses(() => new Sgd { WeightDecay = -0.5 }, "WeightDecay must lie in [0, 1), but was -0.5.*");
        Refuses(() => new Adam { Beta2 = 1 }, "Beta2 must lie in [0, 1), but was 1.*");
        Refuses(() => new Adam { Epsilon = 0 }, "Epsilon must be positive and finite, but was 0.*");
        Refuses(() => new RmsProp { Decay = double.NaN }, "Decay must lie in [0, 1), but was NaN.*");
        Refuses(() => new WeightAverage(1), "Decay must lie in [0, 1), but was 1.*");
        Refuses(() => new Sgd { WeightDecayOn = (DecayedParameters)9 }, "WeightDecayOn must be one of All, Weights, but was 9.*");
    }

    private static void Refuses(Func<object> make, string sentence) =>
        FluentActions.Invoking(make).Should().Throw<ArgumentOutOfRangeException>().WithMessage(sentence);

    private static Bag Two() => new([full([2, 16], 0.7f), full([3], -0.3f)]);
}
