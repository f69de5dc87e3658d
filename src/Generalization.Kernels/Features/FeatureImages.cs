using Generalization.Data;
using Generalization.Torch;
using TorchSharp;
using static TorchSharp.torch;

namespace Generalization.Kernels.Features;

internal static class FeatureImages
{
    // A CPU is fastest where a batch stays in its cache, a GPU where there is much to do at once.
    private const long CpuBytes = 8L << 20,
        GpuBytes = 512L << 20;

    public static int AtOnce(long bytesPerImage, Device? device) =>
        (int)Math.Clamp((device is null || device.type == DeviceType.CPU ? CpuBytes : GpuBytes) / bytesPerImage, 1, 1024);

    /// <summary>(N, width), float32: the features of all images, made from batches of (n, C, H, W), float32, on the
    /// images' own scale.</summary>
    public static Tensor InBatches(
        Dataset images,
        int width,
        int atOnce,
        Device? device,
        CancellationToken token,
        Func<Tensor, Tensor> featuresOf
    )
    {
        using var scope = NewDisposeScope();
        using var none = no_grad();
        var result = empty([images.Count, width], ScalarType.Float32, device ?? TorchBackend.Cpu);
        for (var first = 0; first < images.Count; first += atOnce)
        {
            token.ThrowIfCancellationRequested();
            using var batch = NewDisposeScope();
            var count = Math.Min(atOnce, images.Count - first);
            result.narrow(0, first, count).copy_(featuresOf(Batch(images, first, count, result.device)));
        }

        return result.MoveToOuterDisposeScope();
    }

    public static void Check(FeatureMap map, ImageShape shape, int block, Dataset images)
    {
        ArgumentNullException.ThrowIfNull(images);
        Check(map, block);
        if (images.Shape != shape)
            throw new ArgumentException(
                $"The {map.Name} map takes images of {shape}, but {images.Name} has " + $"{images.Shape}; make a map for that shape.",
                nameof(images)
            );
    }

    public static void Check(FeatureMap map, int block)
    {
        if (block < 0 || block >= map.BlockCount)
            throw new ArgumentOutOfRangeException(nameof(block), $"Block must lie in [0, {map.BlockCount - 1}], but was {block}.");
    }

    private static Tensor Batch(Dataset images, int first, int count, Device device)
    {
        var pixels = images.Pixels.ToTensor(first, count, device); // (n, C, H, W)
        return pixels.to(ScalarType.Float32);
    }
}
