using System.Collections.Immutable;
using Generalization.Files;
using Generalization.Torch;
using Generalization.Training.Checkpoints;
using static TorchSharp.torch;

namespace Generalization.Training;

/// <summary>What a training's checkpoint holds, and how it is put back.</summary>
internal sealed class CheckpointContent(TrainingParts parts, TrainingRecords records, TrainingClock clock, CheckpointSeries? series)
{
    private const string OfNetwork = "network.",
        OfUpdate = "update.",
        OfGradients = "gradients.",
        OfAverage = "average.",
        OfObserver = "observer.",
        StepLosses = "run.stepLosses";

    // Of the network before the first step; null where it is not known.
    private string? initial;

    public bool IsDue => series is { IsDue: true };

    /// <summary>Whether the restored training began with other weights than those that the network was given with.</summary>
    public bool BeganWithOthers { get; private set; }

    /// <summary>Writes a checkpoint whose next step is that of the epoch; nothing where none are kept.</summary>
    public void Write(int epoch, int step)
    {
        if (series is null)
            return;
        using var scope = NewDisposeScope();
        var tensors = new Dictionary<string, Tensor>();
        if (records.StepLosses.Count > 0)
            tensors.Add(StepLosses, tensor(records.StepLosses));
        foreach (var (name, value) in parts.Network.state_dict())
            tensors.Add(OfNetwork + name, value);
        foreach (var (name, value) in parts.Update.State)
            tensors.Add(OfUpdate + name, value);
        foreach (var (name, value) in parts.Gradients.State)
            tensors.Add(OfGradients + name, value);
        foreach (var (name, value) in parts.Average?.State ?? ImmutableDictionary<string, Tensor>.Empty)
            tensors.Add(OfAverage + name, value);
        foreach (var (name, value) in parts.Observers.State)
            tensors.Add(OfObserver + name, value);
        series.Write(
            tensors,
            new TrainingState
            {
                Epoch = epoch,
                Step = step,
                Epochs = [.. records.Epochs],
                Seconds = clock.Seconds,
                StepSeconds = clock.StepSeconds,
                Generators = parts.Generators.ToImmutableSortedDictionary(g => g.Name, g => g.Module.Position, StringComparer.Ordinal),
                InitialNetwork = initial,
            }
        );
    }

    /// <summary>Puts the last checkpoint back and gives the next epoch and step; null where there is none.</summary>
    public (int Epoch, int Step)? Restore()
    {
        if (series is null)
            return null;
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        var given = initial = TensorHash.Of(parts.Network.state_dict());
        if (series.Read() is not { } kept)
            return null;
        using var content = kept.Content;
        initial = kept.State.InitialNetwork;
        BeganWithOthers = initial is not null && initial != given && !IsKept(given, content.Tensors);
        series.CheckLength(kept.State, parts.Options.Epochs);
        try
        {
            return Restore(content.Tensors, kept.State);
        }
        catch (Exception e)
            when (e is KeyNotFoundException or ArgumentException or InvalidOperationException or InvalidCastException
                || (TorchErrors.IsOfTorch(e) && !TorchErrors.IsOutOfMemory(e) && !TorchErrors.IsOfDevice(e))
            )
        {
            throw series.NotOfThisTraining(TorchErrors.FirstLine(e), e);
        }
    }

    private (int Epoch, int Step) Restore(ImmutableDictionary<string, Tensor> tensors, TrainingState state)
    {
        foreach (var (name, value) in parts.Network.state_dict())
            value.copy_(tensors[OfNetwork + name]);
        parts.Update.Restore(Part(tensors, OfUpdate));
        parts.Gradients.Restore(Part(tensors, OfGradients));
        parts.Average?.Restore(Part(tensors, OfAverage));
        parts.Observers.Restore(Part(tensors, OfObserver));
        foreach (var (name, module) in parts.Generators)
            module.Position = state.Generators[name];
        if (tensors.TryGetValue(StepLosses, out var before))
            records.StepLosses.AddRange(before.data<float>());
        records.Epochs.AddRange(state.Epochs);
        clock.Restore(state.Seconds, state.StepSeconds);
        return (state.Epoch, state.Step);
    }

    // Whoever prolongs a training may give the network that it left, with its averages where there are some.
    private static bool IsKept(string given, ImmutableDictionary<string, Tensor> tensors)
    {
        var kept = Part(tensors, OfNetwork);
        if (TensorHash.Of(kept) == given)
            return true;
        foreach (var (name, mean) in Part(tensors, OfAverage))
            kept[name] = mean;
        return TensorHash.Of(kept) == given;
    }

    private static Dictionary<string, Tensor> Part(ImmutableDictionary<string, Tensor> tensors, string prefix) =>
        tensors.Where(t => t.Key.StartsWith(prefix, StringComparison.Ordinal)).ToDictionary(t => t.Key[prefix.Length..], t => t.Value);
}
