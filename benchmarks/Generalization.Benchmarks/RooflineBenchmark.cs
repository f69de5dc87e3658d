using System.Diagnostics;
using System.Globalization;
using System.Runtime.Intrinsics;
using Generalization.Data;
using Generalization.Models;
using Generalization.Torch;
using Generalization.Training;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Generalization.Benchmarks;

/// <summary>A bfloat16 training step of the Inception against what this machine can multiply and move: for each operator its operations,
/// its bytes, the least time that they take, and the time that it took.</summary>
/// <remarks>The least time is the larger of operations / product rate and bytes / triad rate. Each operand is counted once a pass; the
/// passes of a normalization are the three forward (statistics, read, write) and the five backward that its sums make necessary.</remarks>
internal static class RooflineBenchmark
{
    private const int Batch = 128,
        Bytes = 2,
        Steps = 24,
        Warm = 8;

    public static void Run()
    {
        TorchRuntime.KeepFreedMemory();
        var (triad, product) = (TriadRate(), ProductRate());
        var input = new ImageShape(3, 28, 28);
        using var network = SmallInception.Create(input, 10, seed: 0);
        network.train();
        var layers = Shapes(network, input);
        var step = StepSeconds(network, input);
        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"\ntriad {triad / 1e9:F0} GB/s, bfloat16 product {product / 1e12:F2} TFLOP/s (the best of several sizes)\n\n"
                    + $"| inception, bfloat16, batch {Batch} | GFLOP | MB | least, ms | took, ms |\n|---|---|---|---|---|"
            )
        );
        var (flops, outputs, inputs) = (
            layers.Sum(l => l.Operations),
            layers.Sum(l => (double)l.Output.Aggregate(1L, (a, b) => a * b)),
            layers.Sum(l => (double)l.Input.Aggregate(1L, (a, b) => a * b))
        );
        var (forward, backward) = (0.0, 0.0);
        foreach (var layer in layers)
        {
            var (f, b) = ConvolutionSeconds(layer);
            (forward, backward) = (forward + f, backward + b);
        }

        var shared = layers.Skip(1).Where(l => l.Kernel == 3).Sum(l => (double)l.Input.Aggregate(1L, (a, b) => a * b));
        var least = 0.0;
        Row("convolutions, forward", flops, Bytes * (inputs + outputs), forward);
        // The images' own gradient is not computed.
        Row("convolutions, backward", 2 * flops - layers[0].Operations, Bytes * 2 * (inputs + outputs), backward);
        var convolutions = least;
        Row("normalization, ReLU, concatenation, forward", 0, Bytes * 3 * outputs, null);
        Row("normalization, ReLU, concatenation, backward", 0, Bytes * 5 * outputs, null);
        Row("gradients of a shared input, added", 0, Bytes * 3 * shared, null);
        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"| all that is no convolution, together | | | {(least - convolutions) * 1e3:F1} | "
                    + $"{(step - forward - backward) * 1e3:F1} |\n\n"
                    + $"The step: {step * 1e3:F0} ms, {Batch / step:F0} images/s; least {least * 1e3:F0} ms; "
                    + $"share of the roofline {least / step:F2}"
            )
        );

        void Row(string name, double operations, double bytes, double? took)
        {
            var seconds = Math.Max(operations / product, bytes / triad);
            least += seconds;
            Console.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"| {name} | {operations / 1e9:F0} | {bytes / 1e6:F0} | {seconds * 1e3:F1} | {(took is null ? "" : took * 1e3):F1} |"
                )
            );
        }
    }

    private sealed record Layer(long[] Input, long[] Output, int Kernel, int Stride, int Padding, double Operations);

    private static Layer[] Shapes(nn.Module<Tensor, Tensor> network, ImageShape input)
    {
        var layers = new List<Layer>();
        var remove = new List<Action>();
        foreach (var convolution in network.modules().OfType<Conv2d>())
            remove.Add(
                convolution
                    .register_forward_hook(
                        (_, x, y) =>
                        {
                            var (into, outOf) = (x.shape, y.shape);
                            (into[0], outOf[0]) = (Batch, Batch);
                            var operations = 2.0 * convolution.weight.numel() * outOf[2] * outOf[3] * Batch;
                            layers.Add(
                                new Layer(
                                    into,
                                    outOf,
                                    (int)convolution.weight.shape[2],
                                    into[2] > outOf[2] ? 2 : 1,
                                    into[2] == outOf[2] ? (int)convolution.weight.shape[2] / 2 : 0,
                                    operations
                                )
                            );
                            return y;
                        }
                    )
                    .remove
            );
        using var scope = NewDisposeScope();
        using (no_grad())
            network.call(zeros(2, input.Channels, input.Height, input.Width));
        remove.ForEach(r => r());
        return [.. layers];
    }

    private static double StepSeconds(nn.Module<Tensor, Tensor> network, ImageShape input)
    {
        using var outer = NewDisposeScope();
        using (no_grad())
            foreach (var weights in network.parameters().Where(p => p.dim() == 4))
                weights.set_(ChannelsLast(weights.detach()));
        var images = ChannelsLast(randn(Batch, input.Channels, input.Height, input.Width));
        var labels = arange(Batch, ScalarType.Int64).remainder(10);
        using var update = SmallInception.PaperTraining.Optimizer.Create(network);
        return Seconds(
            Steps,
            () =>
            {
                foreach (var parameter in network.parameters())
                    parameter.grad = null;
                nn.functional.cross_entropy(ForwardPass.Run(network, images, Precision.BFloat16), labels).backward();
                update.Run(1e-4);
            }
        );
    }

    private static (double Forward, double Backward) ConvolutionSeconds(Layer layer)
    {
        using var scope = NewDisposeScope();
        var x = ChannelsLast(randn(layer.Input)).to(ScalarType.BFloat16).requires_grad_(layer.Input[1] > 3);
        var weights = ChannelsLast(randn(layer.Output[1], layer.Input[1], layer.Kernel, layer.Kernel))
            .to(ScalarType.BFloat16)
            .requires_grad_();
        var gradient = ChannelsLast(randn(layer.Output)).to(ScalarType.BFloat16);
        var forward = Seconds(
            Steps,
            () =>
            {
                using var noGrad = no_grad();
                Output().Dispose();
            }
        );
        var both = Seconds(
            Steps,
            () =>
            {
                (x.grad, weights.grad) = (null, null);
                Output().backward([gradient]);
            }
        );
        return (forward, both - forward);

        Tensor Output() => nn.functional.conv2d(x, weights, strides: [layer.Stride, layer.Stride], padding: [layer.Padding, layer.Padding]);
    }

    // The lower quartile: a machine that others share is slower now and then, and never faster.
    private static double Seconds(int times, Action work)
    {
        var seconds = new double[times];
        for (var i = -Warm; i < times; i++)
        {
            using var scope = NewDisposeScope();
            var clock = Stopwatch.StartNew();
            work();
            if (i >= 0)
                seconds[i] = clock.Elapsed.TotalSeconds;
        }

        return seconds.Order().ElementAt(times / 4);
    }

    private static double ProductRate()
    {
        using var scope = NewDisposeScope();
        return new[] { 512, 1024, 2048 }.Max(n =>
        {
            var factor = randn(n, n).to(ScalarType.BFloat16);
            return 2.0 * n * n * n / Seconds(Steps, () => factor.matmul(factor).Dispose());
        });
    }

    /// <summary>a ← b + 3c over 128 MB each, on libtorch's threads; bytes are two reads and a write.</summary>
    private static unsafe double TriadRate()
    {
        const int n = 1 << 25;
        using var scope = NewDisposeScope();
        var (a, b, c) = (ones(n), ones(n), ones(n));
        nint pa = (nint)TensorMemory.Pointer(a),
            pb = (nint)TensorMemory.Pointer(b),
            pc = (nint)TensorMemory.Pointer(c);
        var parts = get_num_threads();
        return 3.0
            * sizeof(float)
            * n
            / Seconds(
                Steps,
                () =>
                    TorchThreads.For(
                        parts,
                        part =>
                        {
                            for (long i = (long)n / 16 * part / parts * 16, end = (long)n / 16 * (part + 1) / parts * 16; i < end; i += 16)
                                (Vector512.Load((float*)pb + i) + 3 * Vector512.Load((float*)pc + i)).Store((float*)pa + i);
                        }
                    )
            );
    }

    private static Tensor ChannelsLast(Tensor images) => images.permute(0, 2, 3, 1).contiguous().permute(0, 3, 1, 2);
}
