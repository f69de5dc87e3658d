using Generalization.Torch;
using static TorchSharp.torch;

namespace Generalization.Training.Updates;

/// <summary><see cref="Adam"/>'s and <see cref="AdamW"/>'s steps.</summary>
internal sealed class AdamUpdate(nn.Module network, DecayingOptimizer optimizer, double beta1, double beta2, double epsilon, bool decoupled)
    : SlotUpdate(network, optimizer, "first", "second")
{
    protected override void Step(Tensor weights, Tensor gradient, double decay, Tensor[] kept, long count, double learningRate)
    {
        var (first, second) = (kept[0], kept[1]);
        if (decay != 0 && decoupled)
            weights.TimesInPlace(1 - learningRate * decay);
        var g = decay != 0 && !decoupled ? gradient.Plus(weights, decay) : gradient;
        first.TimesInPlace(beta1).PlusInPlace(g, 1 - beta1);
        second.TimesInPlace(beta2).PlusInPlace(g.Squared(), 1 - beta2);
        var root = second.DividedBy(1 - Math.Pow(beta2, count)).sqrt_().PlusInPlace(epsilon);
        weights.PlusInPlace(first.div(root), -learningRate / (1 - Math.Pow(beta1, count)));
    }
}
