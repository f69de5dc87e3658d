using System.Collections.Immutable;
using Generalization.Files;

namespace Generalization.Experiments;

/// <summary>The class that a finished run gives each test example, beside its label: what a paired test needs.</summary>
/// <remarks>test-predictions.npy in the run's folder: (n, 2), the label and the predicted class of each test example in its order; uint8 up
/// to 256 classes, else int32.</remarks>
public sealed record TestPredictions
{
    private const string File = "test-predictions.npy";

    /// <summary>Pairs labels with predictions.</summary>
    /// <param name="labels">The test labels, n.</param>
    /// <param name="predicted">The predicted classes, n.</param>
    /// <exception cref="ArgumentException">The numbers differ, or are 0.</exception>
    public TestPredictions(ImmutableArray<int> labels, ImmutableArray<int> predicted)
    {
        if (labels.IsDefaultOrEmpty || predicted.IsDefault || predicted.Length != labels.Length)
            throw new ArgumentException(
                "There must be a predicted class for each label and at least one, but there were "
                    + $"{(labels.IsDefault ? 0 : labels.Length)} labels and {(predicted.IsDefault ? 0 : predicted.Length)} classes."
            );
        (Labels, Predicted) = (labels, predicted);
    }

    /// <summary>The test labels.</summary>
    public ImmutableArray<int> Labels { get; }

    /// <summary>The predicted classes.</summary>
    public ImmutableArray<int> Predicted { get; }

    /// <summary>The number of examples whose predicted class is not their label.</summary>
    public int Errors => Labels.Zip(Predicted).Count(p => p.First != p.Second);

    /// <summary>Reads those of a run.</summary>
    /// <param name="folder">The run's folder.</param>
    /// <returns>Null where the run kept none.</returns>
    /// <exception cref="IOException">The file is damaged.</exception>
    public static TestPredictions? Read(string folder)
    {
        var path = Path.Combine(folder, File);
        if (!Path.Exists(path))
            return null;
        var array = NpyFile.Read(path);
        if (array.Shape is not [> 0, 2] || array.Type is not (NpyType.UInt8 or NpyType.Int32))
            throw new NpyFormatException(
                path,
                "hold a label and a class for each test example",
                $"its shape is ({string.Join(", ", array.Shape)}) of {array.Type}",
                "Run the experiment again."
            );
        var values = array.ToIntegers();
        return new(
            [.. values.Where((_, i) => i % 2 == 0).Select(v => (int)v)],
            [.. values.Where((_, i) => i % 2 == 1).Select(v => (int)v)]
        );
    }

    /// <summary>Writes them.</summary>
    /// <param name="folder">The run's folder.</param>
    /// <exception cref="IOException">They cannot be written.</exception>
    public void Write(string folder)
    {
        int[] values = [.. Labels.Zip(Predicted).SelectMany(p => new[] { p.First, p.Second })];
        NpyFile.Write(
            Path.Combine(folder, File),
            values.All(v => v is >= 0 and <= byte.MaxValue)
                ? NpyArray.Of(Array.ConvertAll(values, v => (byte)v), Labels.Length, 2)
                : NpyArray.Of(values, Labels.Length, 2)
        );
    }
}
