using Generalization.Data;
using Generalization.Learning;
using Generalization.Measures.LearningOrder;
using Generalization.Training.History;

namespace Generalization.Measures.Audits;

/// <summary>A network's training that an observer of its learning order has watched.</summary>
/// <param name="Data">What it was trained on, with the examples that were held out, labels as noisy as the others'; without such there is
/// no stop to suggest.</param>
/// <param name="Predictor">The trained network; stays the caller's.</param>
/// <param name="History">The training's history.</param>
/// <param name="Examples">What the observer has read, at the end.</param>
/// <param name="AtBestHeldOut">What it had read by the best epoch of held-out examples; null where none are.</param>
public sealed record WatchedTraining(
    TrainTestData Data,
    IPredictor Predictor,
    TrainingHistory History,
    LearnedExamples Examples,
    LearnedExamples? AtBestHeldOut
);
