using System.Globalization;
using System.Text;
using System.Text.Json;
using Generalization.Corruption;
using Generalization.Data;
using Generalization.Training.History;
using Generalization.Training.Observers;

namespace Generalization.Experiments.Kinds.NetworkTraining;

/// <summary>A finished training with what it was trained on.</summary>
/// <param name="Corruption">How the data were corrupted.</param>
/// <param name="Data">The data as trained on.</param>
/// <param name="Model">The network's name.</param>
/// <param name="History">What came of it.</param>
public sealed record FinishedRun(DatasetCorruption Corruption, TrainTestData Data, string Model, TrainingHistory History)
{
    /// <summary>What the run said that it is, which the trainer checked. Default: null, nothing was declared.</summary>
    public TrainingDeclaration? Declaration { get; init; }
}
