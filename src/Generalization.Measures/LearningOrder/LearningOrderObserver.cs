using Generalization.Data;
using Generalization.Torch;
using Generalization.Training.History;
using Generalization.Training.Observers;
using static TorchSharp.torch;

namespace Generalization.Measures.LearningOrder;

/// <summary>Watches one ordinary training and keeps, for each example, in which order and how surely it was learned; free of extra
/// passes.</summary>
/// <remarks>
/// <para>What it sees of an example is its presentation: the outputs that the network gave when the example's batch came, before the
/// update, with the dropout and augmentation of training. Each epoch presents each example once.</para>
/// <para>It keeps running sums alone, on the device: 51 bytes for an example and 8 for an epoch, and as much again where examples are held
/// out. Nothing is read back before <see cref="Read"/>. A training that is stopped and taken up again from its checkpoint gives the same
/// bits.</para>
/// <para>Once a training has memorized its labels, its margins are large for wrong labels too and blur what the first epochs have told. So
/// where examples are held out, the sums are also kept as they were at the best epoch (<see cref="ReadAtBestHeldOut"/>).</para>
/// <para>Probabilities are the softmax of the outputs, whatever loss is trained. Source: Toneva et al. 2019 (forgetting), Pleiss et al.
/// 2020 (area under the margin), Swayamdipta et al. 2020 (cartography).</para>
/// </remarks>
public sealed class LearningOrderObserver : ITrainingObserver, IDisposable
{
    private const string OfBest = "best.",
        HeldOut = "held-out";

    private readonly Dataset train;
    private ExampleSums? sums,
        best;
    private TrailingBest? heldOut;
    private Device? device;
    private bool isDisposed;

    /// <summary>An observer of trainings on one training set.</summary>
    /// <param name="train">The training set, as it is trained on; its true labels serve the curve of changed examples alone.</param>
    /// <exception cref="ArgumentException">It has real targets instead of classes.</exception>
    public LearningOrderObserver(Dataset train)
    {
        ArgumentNullException.ThrowIfNull(train);
        this.train =
            train.TargetCount == 0
                ? train
                : throw new ArgumentException(
                    $"The order of learning is of classes, but {train.Name} has real targets; train on labels, or do "
                        + "without this observer.",
                    nameof(train)
                );
    }

    /// <summary>"learning-order".</summary>
    public string Name => "learning-order";

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, Tensor> State
    {
        get
        {
            var state = new Dictionary<string, Tensor>(Begun.State) { [HeldOut] = heldOut!.State };
            foreach (var (name, value) in best?.State ?? new Dictionary<string, Tensor>())
                state.Add(OfBest + name, value);
            return state;
        }
    }

    private ExampleSums Begun
    {
        get
        {
            ObjectDisposedException.ThrowIf(isDisposed, this);
            return sums
                ?? throw new InvalidOperationException(
                    "The observer has seen no training yet; give it to Trainer.Fit among the observers."
                );
        }
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The training is on another number of examples or has fewer than two classes.</exception>
    public void Begin(TrainingStart start)
    {
        ArgumentNullException.ThrowIfNull(start);
        if (start.Count != train.Count)
            throw new ArgumentException(
                $"The observer was made for the {train.Count} examples of {train.Name}, but the training has "
                    + $"{start.Count}; make it for the "
                    + "training set itself.",
                nameof(start)
            );
        if (start.ClassCount < 2)
            throw new ArgumentException(
                $"A margin is between at least 2 classes, but the training has {start.ClassCount}; give it more classes.",
                nameof(start)
            );
        Dispose();
        isDisposed = false;
        (sums, best, heldOut) = (new ExampleSums(train, start.Device), null, new TrailingBest());
        device = start.Device;
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The network does not give an output for each class.</exception>
    public void See(ObservedBatch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        if (batch.Outputs.shape[1] < train.ClassCount)
            throw new ArgumentException(
                $"The network must give an output for each of the {train.ClassCount} classes, but gave {batch.Outputs.shape[1]}; the order "
                    + "of learning cannot be read from fewer.",
                nameof(batch)
            );
        using var scope = NewDisposeScope();
        Begun.Add(batch);
    }

    /// <inheritdoc/>
    public void EndEpoch(EpochRecord epoch)
    {
        ArgumentNullException.ThrowIfNull(epoch);
        using var scope = NewDisposeScope();
        Begun.EndEpoch();
        if (epoch.ValidationAccuracy is { } accuracy && heldOut!.IsBest(accuracy))
            Best.Take(Begun.State);
    }

    /// <inheritdoc/>
    public void Restore(IReadOnlyDictionary<string, Tensor> state)
    {
        ArgumentNullException.ThrowIfNull(state);
        using var scope = NewDisposeScope();
        Begun.Take(state);
        heldOut!.Restore(state[HeldOut]);
        var ofBest = state
            .Where(t => t.Key.StartsWith(OfBest, StringComparison.Ordinal))
            .ToDictionary(t => t.Key[OfBest.Length..], t => t.Value);
        if (ofBest.Count > 0)
            Best.Take(ofBest);
    }

    /// <summary>What has been seen so far, read from the device: after the training, or after any step of it.</summary>
    /// <exception cref="InvalidOperationException">It has seen no training yet.</exception>
    /// <exception cref="ObjectDisposedException">It was disposed.</exception>
    public LearnedExamples Read()
    {
        using var scope = NewDisposeScope();
        return Begun.Read();
    }

    /// <summary>What had been seen by the end of the best epoch, by held-out examples with labels as noisy as the others'.</summary>
    /// <remarks>The epoch whose mean accuracy over it and the two evaluations before is best, the first of several; the last one where
    /// there were fewer than three. The sums change little from one epoch to the next, so that a smoothed rule, an epoch late, does them no
    /// harm.</remarks>
    /// <returns>Null where no example is held out (<see cref="TrainTestData.WithValidation"/>), or none was evaluated yet.</returns>
    /// <exception cref="ObjectDisposedException">It was disposed.</exception>
    public LearnedExamples? ReadAtBestHeldOut()
    {
        ObjectDisposedException.ThrowIf(isDisposed, this);
        using var scope = NewDisposeScope();
        return best?.Read();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        isDisposed = true;
        sums?.Dispose();
        best?.Dispose();
        heldOut?.Dispose();
    }

    private ExampleSums Best => best ??= new ExampleSums(train, device!);
}
