using Generalization.Data;
using Generalization.Learning;
using Generalization.Measures.LearningOrder;
using Generalization.Threading;
using Generalization.Training;
using Generalization.Training.History;

namespace Generalization.Measures.Audits;

/// <summary>Trains a network while an observer watches, a tenth of the training examples held out, and reads what it saw.</summary>
internal static class AuditOrder
{
    private const int OneIn = 10,
        LeastHeldOut = 10;

    public static WatchedTraining Watch(
        NetworkLearner learner,
        TrainTestData data,
        ulong seed,
        IProgress<LearningProgress>? progress,
        CancellationToken token
    )
    {
        var heldOut = data.Train.Count / OneIn;
        var on = heldOut >= LeastHeldOut ? data.WithValidation(heldOut, seed) : data;
        var input = learner.Input;
        var network = learner.Network.Create(input.ShapeOf(on), on.ClassCount, seed);
        try
        {
            using var order = new LearningOrderObserver(on.Train);
            var training = learner.Network.Training with { EvaluateTestEvery = 1 };
            var heard = progress is null
                ? null
                : new SynchronousProgress<TrainingProgress>(at =>
                    progress.Report(new(FormattableString.Invariant($"epoch {at.Epoch} of at most {at.Epochs}"), at.Step, at.StepsPerEpoch))
                );
            var history = new Trainer(training, learner.Device, learner.Logger).Fit(
                network,
                on,
                input,
                seed,
                heard,
                token,
                observers: [order]
            );
            return new(
                on,
                new NetworkPredictor(network, input, on.Shape, training.Precision, learner.Device) { Scale = on.Train.Pixels.Scale },
                history,
                order.Read(),
                order.ReadAtBestHeldOut()
            );
        }
        catch
        {
            network.Dispose();
            throw;
        }
    }

    public static OrderFindings Of(WatchedTraining training, Dataset train) =>
        new(
            training.Examples,
            [.. Positions(training.Data.Train, train)],
            LearningCurves.Of(training.History, training.Examples),
            training.Data.Validation is { } held ? SuggestedStop.Of(training.History, held.Count, new OneStandardErrorStop()) : null
        );

    /// <summary>Where examples of a part stand in the whole.</summary>
    /// <exception cref="ArgumentException">One does not.</exception>
    public static int[] Positions(Dataset part, Dataset whole)
    {
        var places = new Dictionary<uint, int>(whole.Count);
        for (var i = 0; i < whole.Count; i++)
            places.TryAdd(whole.Indices[i], i);
        var positions = new int[part.Count];
        for (var i = 0; i < positions.Length; i++)
            positions[i] = places.TryGetValue(part.Indices[i], out var place)
                ? place
                : throw new ArgumentException(
                    $"What was trained on must be of the audit's training set, but example {i} of {part.Name} is not; give the same data."
                );
        return positions;
    }
}
