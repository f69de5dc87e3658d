using Generalization.Imaging;
using Generalization.Models;
using static TorchSharp.torch;

namespace Generalization.Samples;

/// <summary>What a kept network takes pictures for.</summary>
internal static class Pictured
{
    public static int Predict(string kept, string[] pictures, Device device)
    {
        using var classifier = TrainedModel.Load(kept, device);
        var files = ImageFolder.PicturesIn(pictures);
        foreach (var (file, prediction) in files.Zip(classifier.Predict(files)))
            Console.WriteLine(FormattableString.Invariant($"{file}: {prediction.Name} ({100 * prediction.Probability:F1} %)"));
        return 0;
    }
}
