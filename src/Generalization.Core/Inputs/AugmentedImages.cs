using Generalization.Data;
using static TorchSharp.torch;

namespace Generalization.Inputs;

/// <summary>Pixels on a device, as they were read, from which each batch is made anew with its epoch's draws.</summary>
internal sealed class AugmentedImages : ITrainingImages
{
    private readonly InputPipeline pipeline;
    private readonly Tensor pixels;
    private readonly uint[] indices;
    private readonly ulong seed;
    private readonly DatasetSplit split;
    private readonly PixelScale scale;

    public AugmentedImages(InputPipeline pipeline, Dataset data, Device device, ulong seed)
    {
        using var scope = NewDisposeScope();
        (this.pipeline, this.seed, split, ClassCount) = (pipeline, seed, data.Split, data.ClassCount);
        scale = data.Pixels.Scale;
        pipeline.ShapeOf(data.Shape);
        indices = data.Indices.ToArray();
        pixels = data.Pixels.ToTensor(0, data.Count, device).DetachFromDisposeScope(); // (N, C, H, W)
        Labels = tensor(data.Labels.ToArray(), device: device).DetachFromDisposeScope();
    }

    public Tensor Labels { get; }

    public int ClassCount { get; }

    public int Count => indices.Length;

    public Tensor Range(int first, int count)
    {
        using var range = pixels.narrow(0, first, count);
        return pipeline.Apply(range, scale);
    }

    public Tensor Batch(Tensor positions, ReadOnlySpan<long> onHost, int epoch)
    {
        var keys = new uint[onHost.Length];
        for (var i = 0; i < keys.Length; i++)
            keys[i] = indices[onHost[i]];
        using var batch = pixels.index_select(0, positions);
        return pipeline.Apply(batch, scale, new BatchDraws(seed, split, epoch, keys));
    }

    public void Dispose()
    {
        pixels.Dispose();
        Labels.Dispose();
    }
}
