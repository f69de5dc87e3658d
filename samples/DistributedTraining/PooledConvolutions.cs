using Generalization.Data;
using Generalization.Randomness;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Generalization.Samples;

/// <summary>Three convolutions of 5×5 to 32, 32 and 64 channels, each followed by a ReLU and a pool of 2×2, and a linear layer: 89,578
/// parameters for 3×32×32 and ten classes, Caffe's network for CIFAR-10, on which Zhang et al. 2016 measured staleness.</summary>
internal sealed class PooledConvolutions : nn.Module<Tensor, Tensor>
{
    private readonly Conv2d convolution1,
        convolution2,
        convolution3;
    private readonly Linear linear;

    public PooledConvolutions(ImageShape input, int classCount, ulong seed)
        : base(nameof(PooledConvolutions))
    {
        convolution1 = nn.Conv2d(input.Channels, 32, 5, padding: 2);
        convolution2 = nn.Conv2d(32, 32, 5, padding: 2);
        convolution3 = nn.Conv2d(32, 64, 5, padding: 2);
        linear = nn.Linear(64L * (input.Height / 8) * (input.Width / 8), classCount);
        RegisterComponents();
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        foreach (var (parameter, index) in parameters().Select((p, i) => (p, i)))
        {
            if (parameter.dim() < 2)
            {
                parameter.zero_();
                continue;
            }

            var values = new float[parameter.numel()];
            new RandomKey(seed, RandomPurpose.InitialWeights).Stream(index).FillGaussian(values);
            var fanIn = parameter.numel() / parameter.shape[0];
            parameter.copy_(tensor(values, parameter.shape) * Math.Sqrt((parameter.dim() == 4 ? 2.0 : 1.0) / fanIn));
        }
    }

    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        var x = nn.functional.max_pool2d(convolution1.call(input).relu_(), 2); // (n, 32, H/2, W/2)
        x = nn.functional.max_pool2d(convolution2.call(x).relu_(), 2); // (n, 32, H/4, W/4)
        x = nn.functional.max_pool2d(convolution3.call(x).relu_(), 2); // (n, 64, H/8, W/8)
        return linear.call(x.flatten(1)).MoveToOuterDisposeScope(); // (n, k)
    }
}
