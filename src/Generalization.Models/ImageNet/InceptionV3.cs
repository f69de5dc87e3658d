using System.Collections.Immutable;
using Generalization.Data;
using Generalization.Identity;
using Generalization.Models.Layers;
using Generalization.Models.Structure;
using Generalization.Torch;
using Generalization.Training;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Generalization.Models.ImageNet;

/// <summary>Inception V3, the paper's network for ImageNet.</summary>
/// <remarks>
/// <para>Stem: 3×3/2 32 → 3×3 32 → 3×3 64 → max pool 3/2 → 1×1 80 → 3×3 192 → max pool 3/2; blocks 5b, 5c, 5d at 35×35 with 256, 288 and
/// 288 channels; 6a–6e at 17×17 with 768; 7a–7c at 8×8 with 1,280 and 2,048; mean over the positions; dropout; linear. Each convolution is
/// followed by batch normalization and a ReLU. For three channels and 1,000 classes 23,817,352 parameters with shifts alone, 23,834,568
/// with scales.</para>
/// <para>In training an auxiliary head looks at what block 6e gives: mean over 5×5 at stride 3 → 1×1 128 → 5×5 768 → linear; 3,325,800
/// parameters, 3,326,696 with scales. Its last convolution needs 5×5 positions, which inputs of 299×299 give; where it has fewer there is
/// no such head. Inputs go down to 75×75, where one position is left.</para>
/// <para>Input (n, C, H, W), float32, slim's in [−1, 1]; output (n, k). Initial weights as slim's: normal, cut off at two deviations, of
/// variance 2 / fan-in; in the auxiliary head's last convolution σ = 0.01 and in its linear layer 0.001; biases and shifts 0. Parameters
/// have torchvision's names. Source: Szegedy et al., "Rethinking the Inception architecture for computer vision".</para>
/// </remarks>
public sealed partial class InceptionV3 : nn.Module<Tensor, Tensor>, IAuxiliaryOutput, IDescribed, IReadableModule
{
    /// <summary>Rows and columns of the least input.</summary>
    public const int SmallestSize = 75;

    /// <summary>Rows and columns of the published input.</summary>
    public const int PublishedSize = 299;

    private readonly InceptionV3Options options;
    private readonly RunningDecay decay;
    private readonly ImmutableArray<(string Name, nn.Module<Tensor, Tensor> Module)> stages;
    private readonly AuxiliaryHead? AuxLogits;
    private readonly SeededDropout? dropout;
    private readonly Linear fc;
    private readonly Tensor steps;
    private Tensor? auxiliary;

    private InceptionV3(ImageShape input, int classCount, ulong seed, InceptionV3Options options)
        : base(nameof(InceptionV3))
    {
        (this.options, decay) = (options, new RunningDecay(options.RunningDecay));
        var parts = new InceptionParts(new SeededLayers(seed), options, decay);
        var (made, channels, pools) = (ImmutableArray.CreateBuilder<(string, nn.Module<Tensor, Tensor>)>(), input.Channels, 0);
        foreach (var unit in InceptionV3Layers.Stem)
        {
            made.Add(
                unit is null ? ($"maxpool{++pools}", new WholeMaxPool()) : (unit.Name, new NormalizedConvolution(parts, unit, channels))
            );
            channels = unit?.Outputs ?? channels;
        }

        foreach (var block in InceptionV3Layers.Blocks)
        {
            made.Add((block.Name, new MixedBlock(parts, block, channels)));
            channels = block.OutputsOf(channels);
            if (block.Name == InceptionV3Layers.AuxiliaryAfter && options.Auxiliary && HasAuxiliary(input))
                AuxLogits = new AuxiliaryHead(parts, channels, classCount);
        }

        stages = made.ToImmutable();
        foreach (var (name, module) in stages)
            register_module(name, module);
        fc = parts.Layers.TruncatedLinear(channels, classCount);
        dropout = parts.Layers.Dropout(options.Dropout);
        steps = zeros([], ScalarType.Int64);
        RegisterComponents();
    }

    /// <summary>An Inception V3.</summary>
    /// <param name="input">The shape of one input, at least 75×75.</param>
    /// <param name="classCount">k, at least 2.</param>
    /// <param name="seed">Decides the initial weights and the dropout masks.</param>
    /// <param name="options">Which one. Default: slim's.</param>
    /// <exception cref="ArgumentOutOfRangeException">The class count or the input is too small.</exception>
    public static InceptionV3 Create(ImageShape input, int classCount, ulong seed, InceptionV3Options? options = null)
    {
        SeededLayers.Check(classCount, 0);
        if (Math.Min(input.Height, input.Width) < SmallestSize)
            throw new ArgumentOutOfRangeException(
                nameof(input),
                $"Inception V3 needs inputs of at least {SmallestSize}×{SmallestSize}, but they are {input}; resize the pictures."
            );
        return new InceptionV3(input, classCount, seed, options ?? InceptionV3Options.Slim);
    }

    /// <inheritdoc/>
    public IEnumerable<Parameter> AuxiliaryParameters => AuxLogits?.parameters() ?? [];

    /// <inheritdoc/>
    public bool HasAuxiliaryOutput => AuxLogits is not null;

    /// <inheritdoc/>
    public Tensor? TakeAuxiliaryOutput()
    {
        var taken = auxiliary;
        auxiliary = null;
        return taken;
    }

    /// <summary>"inception-v3": what else it is its modules say.</summary>
    public string Describe() => "inception-v3";

    /// <inheritdoc/>
    public IEnumerable<NetworkPart> Parts() =>
        [
            .. stages.SelectMany(stage => NetworkStructure.Read(stage.Module, stage.Name)),
            new FixedPart("mean", x => x.mean([2, 3])),
            AffinePart.Of(nameof(fc), fc),
        ];

    /// <inheritdoc/>
    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        TakeAuxiliaryOutput()?.Dispose();
        if (training)
            steps.FillInPlace(++decay.Steps);
        var x = input.alias();
        foreach (var (name, stage) in stages)
        {
            // Where nothing is learned from it, an image's way through the network takes two stages' memory and not all.
            using var before = x;
            x = stage.call(before);
            if (training && AuxLogits is not null && name == InceptionV3Layers.AuxiliaryAfter)
                auxiliary = AuxLogits.call(x).DetachFromDisposeScope();
        }

        x = x.mean([2, 3]); // (n, 2048)
        if (dropout is not null)
            x = dropout.call(x);
        return fc.call(x).MoveToOuterDisposeScope(); // (n, k)
    }

    /// <inheritdoc/>
    public override void train(bool on = true)
    {
        base.train(on);
        // What was read from a file stands in the buffer; a device is asked for it here, and not in each step.
        using var host = steps.cpu();
        decay.Steps = host.item<long>();
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
            TakeAuxiliaryOutput()?.Dispose();
        base.Dispose(disposing);
    }

    private static bool HasAuxiliary(ImageShape input)
    {
        var (height, width) = (input.Height, input.Width);
        foreach (var unit in InceptionV3Layers.Stem)
            (height, width) = unit is null
                ? (MaxPoolKernels.OutputSize(height, padded: false), MaxPoolKernels.OutputSize(width, padded: false))
                : (unit.SizeOf(height, unit.Rows), unit.SizeOf(width, unit.Columns));
        // Block 6a halves it once more.
        return AuxiliaryHead.Fits(MaxPoolKernels.OutputSize(height, padded: false), MaxPoolKernels.OutputSize(width, padded: false));
    }
}
