using System.Runtime.InteropServices;
using Generalization.Identity;
using Generalization.Inputs;
using Generalization.Torch;
using Generalization.Training.Metrics;
using Generalization.Training.Observers;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Generalization.Training;

/// <summary>What would go wrong with a network in a training, seen before the first step.</summary>
internal static class NetworkCheck
{
    private const int ImagesTwice = 8;

    public static void Check(nn.Module<Tensor, Tensor> network, IBatchSource data, TrainingOptions options)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        CheckMetrics(data, options);
        CheckParameters(network, options);
        CheckOutput(network, data, options);
        CheckLastBatch(network, data, options);
    }

    /// <summary>Moves the network to a device, and says where it has no weights to move.</summary>
    public static void Move(nn.Module network, Device device)
    {
        LiveNetwork.ThrowIfDisposed(network);
        if (network.named_parameters().FirstOrDefault(p => p.parameter.device_type == DeviceType.META) is { parameter: not null } nowhere)
            throw new ArgumentException(
                $"The network's weights must be in memory, but {nowhere.name} lies on the meta device.",
                nameof(network)
            );
        try
        {
            network.to(device);
        }
        catch (InvalidOperationException e) when (e.Message.StartsWith("Tensor invalid", StringComparison.Ordinal))
        {
            // One that is not listed among its module's, and is moved all the same.
            throw new ArgumentException("The network's tensors must be in memory, but one was disposed.", nameof(network), e);
        }
    }

    /// <summary>The group normalizations whose scales are not 1 or whose shifts are not 0. TorchSharp 0.107.0 leaves those of a new one as
    /// the memory was.</summary>
    public static string[] UnsetScales(nn.Module network)
    {
        using var scope = NewDisposeScope();
        return
        [
            .. ModuleWords
                .All(network)
                .Where(m =>
                    m.Module is GroupNorm { weight: { } scales, bias: { } shifts }
                    && !(scales.eq(ones_like(scales)).all().item<bool>() && shifts.eq(zeros_like(shifts)).all().item<bool>())
                )
                .Select(m => m.Name),
        ];
    }

    /// <summary>Whether the network gives the same outputs when its state is the same. Where it does not, it draws from what no checkpoint
    /// holds, or counts its calls.</summary>
    public static bool IsRepeatable(nn.Module<Tensor, Tensor> network, IBatchSource data, TrainingOptions options)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        using var batch = data.InOrder(Math.Min(options.BatchSize, ImagesTwice)).First();
        try
        {
            var (first, second) = (Outputs(), Outputs());
            return first.allclose(second, 1e-3, 1e-5, equal_nan: true);
        }
        catch (Exception e) when (TorchErrors.IsOfTorch(e) || e is FaultyPartException)
        {
            // The training itself says what is wrong.
            return true;
        }

        Tensor Outputs() => InTraining(network, () => ForwardPass.Run(network, batch.Inputs.clone(), options.Precision));
    }

    private static void CheckMetrics(IBatchSource data, TrainingOptions options)
    {
        if (data.TargetCount is not null && options.Metrics.OfType<TopK>().FirstOrDefault() is { } metric)
            throw new ArgumentException(TopK.Needs(metric.Name), nameof(options));
    }

    private static void CheckParameters(nn.Module network, TrainingOptions options)
    {
        var parameters = network.named_parameters().ToArray();
        if (options.Epochs > 0 && parameters.All(p => !p.parameter.requires_grad))
            throw new ArgumentException(
                $"The network must have a parameter that is trained, but all {parameters.Length} are frozen or it has none; "
                    + "set requires_grad where it is to learn, or train no epochs.",
                nameof(network)
            );
        foreach (var (name, value) in network.state_dict())
        {
            if (value.is_sparse)
                throw new ArgumentException($"The network's parameters must be dense, but {name} is sparse.", nameof(network));
            if (value.is_floating_point() && !value.isfinite().all().item<bool>())
                throw new ArgumentException(
                    $"The network's weights must be finite before the training, but {name} holds a NaN or an infinity; "
                        + "they come from where the network was made or read.",
                    nameof(network)
                );
        }
    }

    private static void CheckOutput(nn.Module<Tensor, Tensor> network, IBatchSource data, TrainingOptions options)
    {
        network.eval();
        using var batch = data.InOrder(1).First();
        // The batch may be a view of the data.
        var inputs = batch.Inputs.clone();
        var shape = Outputs(network, inputs, options).shape;
        if (!inputs.shape.AsSpan().SequenceEqual(batch.Inputs.shape) || !inputs.allclose(batch.Inputs, rtol: 0, atol: 0, equal_nan: true))
            throw new FaultyPartException(
                "The network must leave its inputs as they are, but changed them; use what gives a new tensor, such as sub in place of "
                    + "sub_."
            );
        var expected = options.Loss.OutputCount(data.ClassCount, data.TargetCount);
        if (shape.Length != 2 || (expected is { } count && shape[1] != count))
            throw new ArgumentException(
                expected is null
                    ? $"The network must give (n, k), but gave ({string.Join(", ", shape)}) for one image."
                    : $"The network must give (n, {expected}), one output for each "
                        + $"{(expected == data.TargetCount ? "target" : "class")}, but gave ({string.Join(", ", shape)}) for one image.",
                nameof(network)
            );
    }

    // Batch normalization has no variance over one value, and its running variance becomes NaN.
    private static void CheckLastBatch(nn.Module<Tensor, Tensor> network, IBatchSource data, TrainingOptions options)
    {
        if (
            options.Epochs == 0
            || ((data.Count - 1) % options.BatchSize != 0)
            || !ModuleWords.All(network).Any(m => BatchNormalization.Is(m.Module))
        )
            return;
        var isGood = InTraining(
            network,
            () =>
            {
                try
                {
                    using var batch = data.InOrder(1).First();
                    ForwardPass.Run(network, batch.Inputs.clone(), options.Precision);
                    return network.state_dict().Values.All(v => !v.is_floating_point() || v.isfinite().all().item<bool>());
                }
                catch (ExternalException)
                {
                    return false;
                }
            }
        );
        if (!isGood)
            throw new ArgumentException(
                $"The last batch of an epoch must have more than one image where batch normalization sees one value of each, but "
                    + $"{data.Count} images in batches of {options.BatchSize} leave one; choose another batch size or number of images.",
                nameof(network)
            );
    }

    // Leaves the network as it was.
    private static T InTraining<T>(nn.Module<Tensor, Tensor> network, Func<T> run)
    {
        var before = network.state_dict().Values.Select(v => (Value: v, Kept: v.detach().clone())).ToArray();
        var generators = ModuleWords.All(network).Select(m => m.Module).OfType<IRandomModule>().Select(m => (m, m.Position)).ToArray();
        network.train();
        try
        {
            return run();
        }
        finally
        {
            foreach (var (value, kept) in before)
                value.copy_(kept);
            foreach (var (module, position) in generators)
                module.Position = position;
        }
    }

    private static Tensor Outputs(nn.Module<Tensor, Tensor> network, Tensor inputs, TrainingOptions options)
    {
        try
        {
            return ForwardPass.Run(network, inputs, options.Precision);
        }
        catch (ExternalException e)
        {
            var other = network
                .named_parameters()
                .FirstOrDefault(p => p.parameter.is_floating_point() && p.parameter.dtype != ScalarType.Float32);
            throw new ArgumentException(
                other.parameter is not null
                    ? $"The network must take float32 inputs, but {other.name} is {other.parameter.dtype} and libtorch refused "
                        + $"({TorchErrors.FirstLine(e)}); convert the network to float32."
                    : $"The network must take inputs of the shape ({string.Join(", ", inputs.shape)}), but libtorch refused one "
                        + $"({TorchErrors.FirstLine(e)}); build it for the shape that the pipeline gives.",
                nameof(network),
                e
            );
        }
    }
}
