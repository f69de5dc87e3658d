using Generalization.Data;
using Generalization.Inputs;
using Generalization.Models;
using Generalization.Training;
using Generalization.Training.Schedules;
using Generalization.Training.Updates;
using static TorchSharp.torch;

namespace Generalization.Experiments;

/// <summary>A network that experiments name.</summary>
/// <param name="Name">The name.</param>
/// <param name="Training">Its own training: loss, metrics, layout, weight average and gradients. Of an <see cref="ExponentialDecay"/>
/// experiments take the initial rate where they give none, and of a plain <see cref="Sgd"/> nothing; of a network of the paper also what
/// they leave at their own defaults of another <see cref="ExponentialDecay"/> or <see cref="RmsProp"/>. Another schedule or optimizer is
/// used as it is. Batch size, epochs, stopping, evaluations and precision come from experiments.</param>
/// <param name="Create">Makes it for an input's shape, a number of classes, a seed and a dropout probability; several threads may call it
/// at once.</param>
public sealed record CatalogModel(
    string Name,
    TrainingOptions Training,
    Func<ImageShape, int, ulong, double, nn.Module<Tensor, Tensor>> Create
)
{
    /// <summary>Whether it has batch normalization, which the run's audit checks. Default: null, not stated.</summary>
    public bool? BatchNorm { get; init; }

    /// <summary>Which network of the paper it is. A trained network of the paper is kept with all that is needed to use it. Default: null,
    /// it is another one, and only its weights are kept.</summary>
    public PaperModel? Paper { get; init; }

    /// <summary>How its inputs are made, before augmentation, where an experiment names no way. Default: null, as the catalog
    /// says.</summary>
    public InputPipeline? Input { get; init; }

    /// <summary>Whether it has dropout where an experiment asks for none. Default: null, not stated.</summary>
    public bool? HasDropout { get; init; }

    /// <summary>The number of trainable parameters by a formula, which the audit checks. Default: null, not stated.</summary>
    public Func<ImageShape, int, long>? ParameterCount { get; init; }

    /// <summary>Refuses a training with settings that an experiment would silently replace.</summary>
    internal void Check()
    {
        var usual = new TrainingOptions(Training.Schedule);
        string? said =
            Training.BatchSize != usual.BatchSize ? nameof(usual.BatchSize)
            : Training.Epochs != usual.Epochs ? nameof(usual.Epochs)
            : !Training.StopWhen.SequenceEqual(usual.StopWhen) ? nameof(usual.StopWhen)
            : Training.EvaluateTestEvery != usual.EvaluateTestEvery ? nameof(usual.EvaluateTestEvery)
            : Training.Precision != usual.Precision ? nameof(usual.Precision)
            : null;
        if (said is not null)
            throw new ArgumentException(
                $"The training of a model must leave {said} at its default, since experiments say it, but that of {Name} does not; "
                    + "give it in each experiment."
            );
    }
}
