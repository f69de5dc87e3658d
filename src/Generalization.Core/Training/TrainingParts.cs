using Generalization.Data;
using Generalization.Inputs;
using Generalization.Training.History;
using Generalization.Training.Observers;
using Generalization.Training.Updates;
using static TorchSharp.torch;

namespace Generalization.Training;

/// <summary>What works together in one training; owns nothing.</summary>
internal sealed record TrainingParts(
    TrainingOptions Options,
    nn.Module<Tensor, Tensor> Network,
    IBatchSource Train,
    IBatchSource? Test,
    IBatchSource? Validation,
    IGradientSource Gradients,
    IUpdate Update,
    AveragedWeights? Average,
    SubsetMask Changed,
    LabelFacts? Labels,
    EpochTally Tally,
    FittedSinceObserver FittedSince,
    ObserverList Observers,
    ImageShape Input,
    ulong Seed,
    bool CheckLeaks = false
)
{
    public int StepsPerEpoch { get; } = Options.StepsPerEpoch(Train.Count);

    /// <summary>Modules that draw, by their names.</summary>
    public IEnumerable<(string Name, IRandomModule Module)> Generators =>
        ModuleWords.All(Network).Where(m => m.Module is IRandomModule).Select(m => (m.Name, (IRandomModule)m.Module));
}
