using Generalization.Data;
using Generalization.Imaging;
using Generalization.Learning;
using Generalization.Models;
using static TorchSharp.torch;

namespace Generalization.Samples;

/// <summary>What a kept network takes pictures for.</summary>
internal static class Pictured
{
    private const int AtOnce = 256;

    /// <summary>Writes a line for each picture, and a sentence for each that cannot be read; the others are none the worse for
    /// it.</summary>
    /// <returns>The exit code: 1 where one could not be read.</returns>
    public static int Predict(string kept, string[] paths, Device device)
    {
        using var classifier = TrainedModel.Load(kept, device);
        var isWhole = true;
        var files = new List<string>();
        foreach (var path in paths)
            isWhole &= Try(() => files.AddRange(ImageFolder.PicturesIn([path])));
        foreach (var some in files.Chunk(AtOnce))
            isWhole &= Write(classifier, some);
        return isWhole ? 0 : 1;
    }

    private static bool Write(Classifier classifier, string[] files)
    {
        IReadOnlyList<Prediction> predictions;
        try
        {
            predictions = classifier.Predict(files);
        }
        catch (Exception e) when (files.Length > 1 && IsOfFile(e))
        {
            return files.Aggregate(true, (isWhole, file) => Write(classifier, [file]) && isWhole);
        }
        catch (Exception e) when (IsOfFile(e))
        {
            Console.Error.WriteLine(e.Message);
            return false;
        }

        foreach (var (file, prediction) in files.Zip(predictions))
            Console.WriteLine(FormattableString.Invariant($"{file}: {prediction.Name} ({100 * prediction.Probability:F1} %)"));
        return true;
    }

    private static bool Try(Action act)
    {
        try
        {
            act();
            return true;
        }
        catch (Exception e) when (IsOfFile(e))
        {
            Console.Error.WriteLine(e.Message);
            return false;
        }
    }

    private static bool IsOfFile(Exception e) => e is IOException or UnauthorizedAccessException;
}
