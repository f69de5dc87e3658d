using Generalization.Models.ImageNet;
using static TorchSharp.torch;

namespace Generalization.Tests.Models.ImageNet;

/// <summary>Inception V3 written out with plain functions over torchvision's names, in float64: slow, and in no way the
/// library's.</summary>
internal sealed class InceptionV3Oracle(InceptionV3 network, bool countsPadding, bool training)
{
    private readonly Dictionary<string, Tensor> weights = network.state_dict().ToDictionary(t => t.Key, t => t.Value.detach().to(float64));

    /// <summary>Whether the auxiliary head is asked. Default: in training.</summary>
    public bool? Auxiliaries { get; init; }

    /// <summary>The shapes behind each stage, as they come.</summary>
    public List<(string Stage, long[] Shape)> Shapes { get; } = [];

    public Tensor Weight(string name) => weights[name];

    public InceptionV3Oracle WithGradients()
    {
        foreach (var (name, _) in network.named_parameters())
            weights[name].requires_grad_();
        return this;
    }

    public (Tensor Logits, Tensor? Auxiliary) Of(Tensor inputs)
    {
        var x = inputs.to(float64);
        x = Kept("1a", Conv(x, "Conv2d_1a_3x3", stride: 2));
        x = Kept("2a", Conv(x, "Conv2d_2a_3x3"));
        x = Kept("2b", Conv(x, "Conv2d_2b_3x3", 1, 1));
        x = Kept("3a", nn.functional.max_pool2d(x, 3, 2));
        x = Kept("3b", Conv(x, "Conv2d_3b_1x1"));
        x = Kept("4a", Conv(x, "Conv2d_4a_3x3"));
        x = Kept("5a", nn.functional.max_pool2d(x, 3, 2));
        foreach (var name in new[] { "5b", "5c", "5d" })
            x = Kept(name, A(x, $"Mixed_{name}."));
        x = Kept("6a", B(x, "Mixed_6a."));
        foreach (var name in new[] { "6b", "6c", "6d", "6e" })
            x = Kept(name, C(x, $"Mixed_{name}."));
        var auxiliary = weights.ContainsKey("AuxLogits.fc.weight") && (Auxiliaries ?? training) ? Auxiliary(x) : null;
        x = Kept("7a", D(x, "Mixed_7a."));
        x = Kept("7b", E(x, "Mixed_7b."));
        x = Kept("7c", E(x, "Mixed_7c."));
        return (Linear(x.mean([2, 3]), "fc"), auxiliary);
    }

    private Tensor Kept(string stage, Tensor x)
    {
        Shapes.Add((stage, x.shape[1..]));
        return x;
    }

    private Tensor Linear(Tensor x, string name) => x.matmul(weights[name + ".weight"].t()) + weights[name + ".bias"];

    private Tensor Conv(Tensor x, string name, int rows = 0, int columns = 0, int stride = 1)
    {
        var padded = nn.functional.pad(x, [columns, columns, rows, rows]);
        var y = nn.functional.conv2d(padded, weights[name + ".conv.weight"], strides: [stride, stride]);
        Tensor mean = weights[name + ".bn.running_mean"],
            variance = weights[name + ".bn.running_var"];
        if (training)
            (mean, variance) = (y.mean([0, 2, 3]), y.var([0, 2, 3], unbiased: false));
        y = (y - Wide(mean)) / (Wide(variance) + 1e-3).sqrt();
        if (weights.TryGetValue(name + ".bn.weight", out var scale))
            y = y * Wide(scale);
        return (y + Wide(weights[name + ".bn.bias"])).clamp_min(0);
    }

    private static Tensor Wide(Tensor channels) => channels.view(1, -1, 1, 1);

    // Sums of nine neighbours, each apart, over how many there are.
    private Tensor MeanOfNeighbours(Tensor x)
    {
        Tensor Sums(Tensor images)
        {
            var padded = nn.functional.pad(images, [1, 1, 1, 1]);
            var sum = zeros_like(images);
            for (var i = 0; i < 3; i++)
            for (var j = 0; j < 3; j++)
                sum = sum + padded.narrow(2, i, images.shape[2]).narrow(3, j, images.shape[3]);
            return sum;
        }

        return Sums(x) / (countsPadding ? ones_like(x) * 9 : Sums(ones_like(x)));
    }

    private Tensor Chain(Tensor x, string block, params (string Name, int Rows, int Columns)[] chain) =>
        chain.Aggregate(x, (y, u) => Conv(y, block + u.Name, u.Rows, u.Columns));

    private Tensor A(Tensor x, string b) =>
        cat(
            [
                Conv(x, b + "branch1x1"),
                Chain(x, b, ("branch5x5_1", 0, 0), ("branch5x5_2", 2, 2)),
                Chain(x, b, ("branch3x3dbl_1", 0, 0), ("branch3x3dbl_2", 1, 1), ("branch3x3dbl_3", 1, 1)),
                Conv(MeanOfNeighbours(x), b + "branch_pool"),
            ],
            1
        );

    private Tensor B(Tensor x, string b) =>
        cat(
            [
                Conv(x, b + "branch3x3", stride: 2),
                Conv(Chain(x, b, ("branch3x3dbl_1", 0, 0), ("branch3x3dbl_2", 1, 1)), b + "branch3x3dbl_3", stride: 2),
                nn.functional.max_pool2d(x, 3, 2),
            ],
            1
        );

    private Tensor C(Tensor x, string b) =>
        cat(
            [
                Conv(x, b + "branch1x1"),
                Chain(x, b, ("branch7x7_1", 0, 0), ("branch7x7_2", 0, 3), ("branch7x7_3", 3, 0)),
                Chain(
                    x,
                    b,
                    ("branch7x7dbl_1", 0, 0),
                    ("branch7x7dbl_2", 3, 0),
                    ("branch7x7dbl_3", 0, 3),
                    ("branch7x7dbl_4", 3, 0),
                    ("branch7x7dbl_5", 0, 3)
                ),
                Conv(MeanOfNeighbours(x), b + "branch_pool"),
            ],
            1
        );

    private Tensor D(Tensor x, string b) =>
        cat(
            [
                Conv(Conv(x, b + "branch3x3_1"), b + "branch3x3_2", stride: 2),
                Conv(
                    Chain(x, b, ("branch7x7x3_1", 0, 0), ("branch7x7x3_2", 0, 3), ("branch7x7x3_3", 3, 0)),
                    b + "branch7x7x3_4",
                    stride: 2
                ),
                nn.functional.max_pool2d(x, 3, 2),
            ],
            1
        );

    private Tensor E(Tensor x, string b)
    {
        var three = Conv(x, b + "branch3x3_1");
        var twice = Chain(x, b, ("branch3x3dbl_1", 0, 0), ("branch3x3dbl_2", 1, 1));
        return cat(
            [
                Conv(x, b + "branch1x1"),
                Conv(three, b + "branch3x3_2a", 0, 1),
                Conv(three, b + "branch3x3_2b", 1, 0),
                Conv(twice, b + "branch3x3dbl_3a", 0, 1),
                Conv(twice, b + "branch3x3dbl_3b", 1, 0),
                Conv(MeanOfNeighbours(x), b + "branch_pool"),
            ],
            1
        );
    }

    private Tensor Auxiliary(Tensor x)
    {
        var y = nn.functional.avg_pool2d(x, 5, stride: 3);
        y = Conv(Conv(y, "AuxLogits.conv0"), "AuxLogits.conv1");
        return Linear(y.mean([2, 3]), "AuxLogits.fc");
    }
}
