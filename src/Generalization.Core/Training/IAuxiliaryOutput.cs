using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Generalization.Training;

/// <summary>A network with a second head that is only trained: its loss is added to the main one's with <see
/// cref="TrainingOptions.AuxiliaryWeight"/>, and evaluations do without it.</summary>
/// <remarks>The loss that a training reports is the main head's.</remarks>
public interface IAuxiliaryOutput
{
    /// <summary>Whether the network has the head; one may be made without it.</summary>
    bool HasAuxiliaryOutput { get; }

    /// <summary>The parameters that belong to the head alone.</summary>
    IEnumerable<Parameter> AuxiliaryParameters { get; }

    /// <summary>Gives what the head said in the last forward pass in training mode, which is the caller's from now on.</summary>
    /// <returns>(n, k); null where there was none, and where it was taken already.</returns>
    Tensor? TakeAuxiliaryOutput();
}
