using System.Runtime.ExceptionServices;
using Generalization.Inputs;
using Generalization.Training.History;
using static TorchSharp.torch;

namespace Generalization.Training.Observers;

/// <summary>A training's observers, each of which hears of everything, whatever another throws.</summary>
internal sealed class ObserverList
{
    private readonly ITrainingObserver[] observers;

    public ObserverList(IEnumerable<ITrainingObserver> observers)
    {
        this.observers = [.. observers];
        foreach (var group in this.observers.GroupBy(o => o.Name, StringComparer.Ordinal))
            if (string.IsNullOrEmpty(group.Key) || group.Key.Contains('.', StringComparison.Ordinal) || group.Count() > 1)
                throw new ArgumentException(
                    "An observer's name must not be empty, hold a full stop or be another's (declaration, epoch and fitted-since are "
                        + $"taken), but was \"{group.Key}\".",
                    nameof(observers)
                );
    }

    /// <summary>Each one's tensors, by "NAME.TENSOR".</summary>
    public IEnumerable<(string Name, Tensor Value)> State => observers.SelectMany(o => o.State.Select(t => ($"{o.Name}.{t.Key}", t.Value)));

    public void Begin(TrainingStart start) => ForEach(o => o.Begin(start))?.Throw();

    public void Starting(Batch batch) => ForEach(o => o.Starting(batch))?.Throw();

    /// <summary>What the first that threw has thrown: the step is done nevertheless.</summary>
    public ExceptionDispatchInfo? See(ObservedBatch batch) => ForEach(o => o.See(batch));

    /// <inheritdoc cref="See"/>
    public ExceptionDispatchInfo? EndEpoch(EpochRecord epoch) => ForEach(o => o.EndEpoch(epoch));

    public void Restore(IReadOnlyDictionary<string, Tensor> state)
    {
        foreach (var observer in observers)
        {
            var prefix = observer.Name + ".";
            observer.Restore(
                state.Where(t => t.Key.StartsWith(prefix, StringComparison.Ordinal)).ToDictionary(t => t.Key[prefix.Length..], t => t.Value)
            );
        }
    }

    private ExceptionDispatchInfo? ForEach(Action<ITrainingObserver> tell)
    {
        ExceptionDispatchInfo? first = null;
        foreach (var observer in observers)
            try
            {
                tell(observer);
            }
            catch (Exception e)
            {
                first ??= ExceptionDispatchInfo.Capture(e);
            }

        return first;
    }
}
