using System.Collections.Immutable;
using System.Text.Json;
using Generalization.Data;
using Generalization.Files;
using Generalization.Training.History;
using Generalization.Training.Observers;
using static TorchSharp.torch;

namespace Generalization.Experiments.Kinds.NetworkTraining;

/// <summary>What a training keeps of its steps and examples where <see cref="RunnerOptions.KeepDetails"/> asks for it.</summary>
/// <remarks>details.safetensors in the run's folder: losses, float32; indices, true and assigned labels, int64; replaced, bool;
/// fittedSince, int32; the declaration as JSON in the metadata.</remarks>
public sealed record TrainingDetails
{
    private const string File = "details.safetensors",
        DeclarationKey = "declaration";
    private static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase };

    /// <summary>The loss of every step.</summary>
    public required ImmutableArray<float> StepLosses { get; init; }

    /// <summary>Each training example's position in its whole data set.</summary>
    public required ImmutableArray<long> Indices { get; init; }

    /// <summary>Each one's true label.</summary>
    public required ImmutableArray<long> TrueLabels { get; init; }

    /// <summary>Each one's label as trained on.</summary>
    public required ImmutableArray<long> Labels { get; init; }

    /// <summary>Whether each one's label was drawn anew.</summary>
    public required ImmutableArray<bool> Replaced { get; init; }

    /// <summary>Each one's <see cref="TrainingHistory.FittedSince"/>.</summary>
    public required ImmutableArray<int> FittedSince { get; init; }

    /// <summary>What the run said that it is, which the trainer checked; null where nothing was declared.</summary>
    public required TrainingDeclaration? Declaration { get; init; }

    /// <summary>Takes them from a training.</summary>
    /// <param name="train">The training set as trained on.</param>
    /// <param name="history">What came of it.</param>
    /// <param name="declaration">What was declared. Default: null, nothing.</param>
    public static TrainingDetails Of(Dataset train, TrainingHistory history, TrainingDeclaration? declaration = null)
    {
        ArgumentNullException.ThrowIfNull(train);
        ArgumentNullException.ThrowIfNull(history);
        return new()
        {
            StepLosses = history.StepLosses,
            Indices = [.. Enumerable.Range(0, train.Count).Select(i => (long)train.Indices[i])],
            TrueLabels = [.. train.TrueLabels],
            Labels = [.. train.Labels],
            Replaced = [.. train.Replaced],
            FittedSince = history.FittedSince,
            Declaration = declaration,
        };
    }

    /// <summary>Reads those of a run.</summary>
    /// <param name="folder">The run's folder.</param>
    /// <exception cref="IOException">They were not kept, or are damaged.</exception>
    public static TrainingDetails Read(string folder)
    {
        var path = Path.Combine(folder, File);
        using var content = SafeTensors.Read(path);
        try
        {
            T[] Values<T>(string name)
                where T : unmanaged => content.Tensors[name].data<T>().ToArray();
            return new()
            {
                StepLosses = [.. Values<float>("losses")],
                Indices = [.. Values<long>("indices")],
                TrueLabels = [.. Values<long>("trueLabels")],
                Labels = [.. Values<long>("labels")],
                Replaced = [.. Values<bool>("replaced")],
                FittedSince = [.. Values<int>("fittedSince")],
                Declaration = JsonSerializer.Deserialize<TrainingDeclaration>(content.Metadata[DeclarationKey], Json),
            };
        }
        catch (Exception e) when (e is KeyNotFoundException or JsonException or ArgumentException)
        {
            throw new IOException($"{path} must hold a training's details, but does not ({e.Message}); run it again.", e);
        }
    }

    /// <summary>Writes them.</summary>
    /// <param name="folder">The run's folder.</param>
    /// <exception cref="IOException">They cannot be written.</exception>
    public void Write(string folder)
    {
        using var scope = NewDisposeScope();
        SafeTensors.Write(
            Path.Combine(folder, File),
            new Dictionary<string, Tensor>
            {
                ["losses"] = tensor(StepLosses.ToArray()),
                ["indices"] = tensor(Indices.ToArray()),
                ["trueLabels"] = tensor(TrueLabels.ToArray()),
                ["labels"] = tensor(Labels.ToArray()),
                ["replaced"] = tensor(Replaced.ToArray()),
                ["fittedSince"] = tensor(FittedSince.ToArray()),
            },
            new Dictionary<string, string> { [DeclarationKey] = JsonSerializer.Serialize(Declaration, Json) }
        );
    }
}
