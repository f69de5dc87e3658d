using Generalization.Data;
using Generalization.Models;
using Generalization.Training;
using static TorchSharp.torch;

namespace Generalization.Experiments;

/// <summary>A network that experiments name.</summary>
/// <param name="Name">The name.</param>
/// <param name="Training">Its own training, of which experiments take the learning rate where they give none.</param>
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

    /// <summary>The network of the paper that it is, so that a trained one can be kept with all that is needed to use it. Default: null,
    /// another, of which the weights alone are kept.</summary>
    public PaperModel? Paper { get; init; }

    /// <summary>The number of trainable parameters by a formula, which the audit checks. Default: null, not stated.</summary>
    public Func<ImageShape, int, long>? ParameterCount { get; init; }
}
