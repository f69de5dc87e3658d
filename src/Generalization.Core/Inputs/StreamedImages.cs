using Generalization.Data;
using static TorchSharp.torch;

namespace Generalization.Inputs;

/// <summary>Batches whose pixels are read ahead on threads of their own; inputs are made from them on the device.</summary>
/// <remarks>What the threads do is to read: inputs are made by whoever enumerates, with the draws of (seed, epoch, index), so that the bits
/// are those of resident pixels whatever the number of threads. In memory are the pixels of <see cref="ReadAhead.Batches"/> batches at
/// most, and the one in use.</remarks>
internal sealed class StreamedImages : IBatchSource
{
    private readonly InputPipeline pipeline;
    private readonly IPixelSource source;
    private readonly ReadAhead ahead;
    private readonly ExampleTensors examples;
    private readonly ImageDraws draws;
    private readonly ulong seed;

    public StreamedImages(InputPipeline pipeline, Dataset data, Device device, ulong seed, ReadAhead ahead)
    {
        pipeline.ShapeOf(data.Shape);
        (this.pipeline, source, this.ahead, this.seed) = (pipeline, data.Pixels, ahead, seed);
        (examples, draws) = (new ExampleTensors(data, device, seed), new ImageDraws(data, seed));
    }

    public int Count => examples.Count;

    public int ClassCount => examples.ClassCount;

    public int? TargetCount => examples.TargetCount;

    public Device Device => examples.Device;

    public IEnumerable<Batch> Epoch(int epoch, int batchSize, int firstStep = 0, CancellationToken token = default) =>
        Read(
            source.InEpoch(seed, epoch),
            examples.Order(epoch, batchSize, firstStep),
            epoch,
            onHost => pipeline.IsRandom ? draws.Of(epoch, onHost.Span) : null,
            token
        );

    public IEnumerable<Batch> InOrder(int batchSize, CancellationToken token = default) =>
        Read(source, examples.Order(batchSize), 0, _ => null, token);

    public void Dispose() => examples.Dispose();

    private IEnumerable<Batch> Read(
        IPixelSource from,
        ReadOnlyMemory<long>[] batches,
        int epoch,
        Func<ReadOnlyMemory<long>, BatchDraws?> drawsOf,
        CancellationToken token
    )
    {
        using var pixels = new PixelsAhead(from, batches, ahead, token);
        for (var i = 0; i < batches.Length; i++)
        {
            token.ThrowIfCancellationRequested();
            var taken = pixels.Take(i);
            var batch = Make(taken, batches[i], epoch, drawsOf(batches[i]));
            pixels.GiveBack(taken);
            yield return batch;
        }
    }

    // (n, C, H, W), of the source's type.
    private Tensor ToTensor(byte[] pixels, int count)
    {
        var images = empty([count, source.Shape.Channels, source.Shape.Height, source.Shape.Width], source.Type.ScalarType());
        pixels.AsSpan(0, count * source.ImageBytes).CopyTo(images.bytes);
        return images.to(Device);
    }

    private Batch Make(byte[] pixels, ReadOnlyMemory<long> onHost, int epoch, BatchDraws? drawn)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        return examples.Of(onHost, epoch, _ => pipeline.Apply(ToTensor(pixels, onHost.Length), source.Scale, drawn));
    }
}
