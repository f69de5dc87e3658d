using Generalization.Data;
using Generalization.Inputs;

namespace Generalization.CommandLine;

/// <summary>Tells who waits for a training that its network sees a small part of each picture.</summary>
public static class CropNotice
{
    /// <summary>Writes a sentence to standard error where inputs are made of less than half of each image.</summary>
    /// <param name="input">How inputs are made.</param>
    /// <param name="images">The images' shape.</param>
    public static void Write(InputPipeline input, ImageShape images)
    {
        ArgumentNullException.ThrowIfNull(input);
        try
        {
            if (input.CropWarning(images) is { } warning)
                Console.Error.WriteLine(warning);
        }
        catch (ArgumentException)
        {
            // Images that no input can be made of are refused by the training, with its own sentence.
        }
    }
}
