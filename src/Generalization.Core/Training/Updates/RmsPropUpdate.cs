using Generalization.Torch;
using static TorchSharp.torch;

namespace Generalization.Training.Updates;

/// <summary><see cref="RmsProp"/>'s steps.</summary>
internal sealed class RmsPropUpdate(nn.Module network, RmsProp optimizer) : SlotUpdate(network, optimizer, "square", "momentum")
{
    protected override void Step(Tensor weights, Tensor gradient, double decay, Tensor[] kept, long count, double learningRate)
    {
        var (square, momentum) = (kept[0], kept[1]);
        if (count == 1)
            square.FillInPlace(1);
        var g = decay != 0 ? gradient.Plus(weights, decay) : gradient;
        square.TimesInPlace(optimizer.Decay).PlusInPlace(g.Squared(), 1 - optimizer.Decay);
        var step = g.div(square.Plus(optimizer.Epsilon).sqrt_());
        momentum.TimesInPlace(optimizer.Momentum).PlusInPlace(step, learningRate);
        weights.sub_(momentum);
    }
}
