using CsCheck;
using Generalization.Randomness;
using Generalization.Tests.Support;
using Generalization.Training.Updates;
using static TorchSharp.torch;

namespace Generalization.Tests.Training.Updates;

[NoTensorLeaks]
public class SgdUpdateTests
{
    // What the update replaces: each operation on its own, rounded after each.
    private static void Oracle(Tensor weights, Tensor gradient, Tensor velocity, double decay, double momentum, double rate)
    {
        using var scope = NewDisposeScope();
        velocity.mul_(momentum).add_(decay == 0 ? gradient : gradient.add(weights, alpha: decay));
        weights.add_(velocity, alpha: -rate);
    }

    [Fact]
    public void The_fused_update_has_the_bits_of_single_operations() =>
        Gen.Select(
                Gen.Select(
                    Gen.Int[1, 40],
                    Gen.Select(Gen.Int[1, 10], Gen.Bool, (n, whole) => whole ? 16 * n : n),
                    Gen.Int[1, 3],
                    Gen.Bool
                ).Array[1, 4],
                Maybe(0.5),
                Maybe(0.99),
                Gen.Double[1e-4, 0.5],
                Gen.UInt
            )
            .Sample(
                (shapes, decay, momentum, rate, seed) =>
                {
                    using var scope = NewDisposeScope();
                    var random = new RandomKey(seed, RandomPurpose.Custom).Stream(0);
                    using var network = new Bag(
                        shapes.Select(s =>
                            Values([s.Item1, s.Item2], (Storage)s.Item3, s.Item4 ? ScalarType.Float64 : ScalarType.Float32, random)
                        )
                    );
                    using var update = new Sgd { Momentum = momentum, WeightDecay = decay }.Create(network);
                    var expected = network.parameters().Select(p => (Weights: p.detach().clone(), Velocity: zeros_like(p))).ToArray();
                    for (var step = 0; step < 4; step++)
                    {
                        var gradients = expected.Select(e => Gaussian(e.Weights.shape, e.Weights.dtype, random)).ToArray();
                        foreach (var (parameter, gradient) in network.parameters().Zip(gradients))
                            parameter.grad = zeros_like(parameter).copy_(gradient);
                        for (var i = 0; i < expected.Length; i++)
                            Oracle(expected[i].Weights, gradients[i], expected[i].Velocity, decay, momentum, rate);
                        update.Run(rate);
                    }

                    return network
                        .named_parameters()
                        .Zip(expected)
                        .All(p =>
                            Same(p.First.parameter.detach(), p.Second.Weights)
                            && (momentum == 0 || Same(update.State[p.First.name], p.Second.Velocity))
                        );
                },
                iter: 60,
                threads: 1
            );

    [Fact]
    public void A_parameter_without_a_gradient_stays_and_has_no_velocity()
    {
        using var network = new Bag([ones(2, 2), ones(3)]);
        using var update = new Sgd { WeightDecay = 0.1 }.Create(network);
        using var scope = NewDisposeScope();
        network.Parameters[0].grad = ones(2, 2);
        update.Run(0.5);
        network.Parameters[1].data<float>().ToArray().Should().Equal(1, 1, 1);
        update.State.Keys.Should().Equal("0");
        network.Parameters[1].grad = ones(3);
        update.Run(0.5);
        network.Parameters[1].data<float>().ToArray().Should().AllBeEquivalentTo(1 - 0.5f * 1.1f);
    }

    [Fact]
    public void Decay_on_weights_leaves_what_has_one_dimension()
    {
        using var network = new Bag([ones(2, 2), ones(3)]);
        using var update = new Sgd
        {
            Momentum = 0,
            WeightDecay = 0.25,
            WeightDecayOn = DecayedParameters.Weights,
        }.Create(network);
        using var scope = NewDisposeScope();
        foreach (var parameter in network.Parameters)
            parameter.grad = zeros_like(parameter);
        update.Run(1);
        network.Parameters[0].data<float>().ToArray().Should().AllBeEquivalentTo(0.75f);
        network.Parameters[1].data<float>().ToArray().Should().AllBeEquivalentTo(1f);
    }

    private static Gen<double> Maybe(double below) => Gen.Bool.SelectMany(b => b ? Gen.Double[0, below] : Gen.Const(0.0));

    private static bool Same(Tensor a, Tensor b) => a.eq(b).all().item<bool>();

    private enum Storage
    {
        Contiguous = 1,
        Transposed,
        WithGaps,
    }

    private static Tensor Values(long[] shape, Storage storage, ScalarType type, RandomStream random) =>
        storage switch
        {
            Storage.Contiguous => Gaussian(shape, type, random),
            Storage.Transposed => Gaussian([.. shape.Reverse()], type, random).t(),
            _ => Gaussian([shape[0], shape[1] + 3], type, random).narrow(1, 1, shape[1]),
        };

    private static Tensor Gaussian(long[] shape, ScalarType type, RandomStream random)
    {
        var values = new float[shape.Aggregate(1L, (a, b) => a * b)];
        random.FillGaussian(values);
        return tensor(values, shape).to(type);
    }
}
