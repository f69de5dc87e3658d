using Generalization.Data;
using static TorchSharp.torch;

namespace Generalization.Inputs;

/// <summary>Pixels on a device, as they were read, from which each batch is made anew with its epoch's draws.</summary>
internal sealed class AugmentedImages : IBatchSource
{
    private readonly InputPipeline pipeline;
    private readonly Tensor pixels;
    private readonly ExampleTensors examples;
    private readonly ImageDraws draws;
    private readonly PixelScale scale;

    public AugmentedImages(InputPipeline pipeline, Dataset data, Device device, ulong seed)
    {
        pipeline.ShapeOf(data.Shape);
        using var scope = NewDisposeScope();
        (this.pipeline, scale) = (pipeline, data.Pixels.Scale);
        (draws, examples) = (new ImageDraws(data, seed), new ExampleTensors(data, device, seed));
        pixels = data.Pixels.ToTensor(0, data.Count, device).DetachFromDisposeScope(); // (N, C, H, W)
    }

    public int Count => examples.Count;

    public int ClassCount => examples.ClassCount;

    public int? TargetCount => examples.TargetCount;

    public Device Device => examples.Device;

    public IEnumerable<Batch> Epoch(int epoch, int batchSize, int firstStep = 0, CancellationToken token = default) =>
        examples.Epoch(
            epoch,
            batchSize,
            firstStep,
            (positions, onHost) => pipeline.Apply(pixels.index_select(0, positions), scale, draws.Of(epoch, onHost.Span)),
            token
        );

    public IEnumerable<Batch> InOrder(int batchSize, CancellationToken token = default) =>
        examples.InOrder(batchSize, (first, count) => pipeline.Apply(Own(pixels.narrow(0, first, count)), scale), token);

    // What a caller's step changes in place must not be the data: raw float32 pixels reach it as they lie.
    private Tensor Own(Tensor view) => scale == PixelScale.Raw ? view.clone() : view;

    public void Dispose()
    {
        pixels.Dispose();
        examples.Dispose();
    }
}
