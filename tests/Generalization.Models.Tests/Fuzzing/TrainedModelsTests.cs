using System.Text;
using System.Text.Json;
using Generalization.Data;
using Generalization.Data.Synthetic;
using Generalization.Files;
using Generalization.Inputs;
using Generalization.Models;
using Generalization.Tests.Support;
using static TorchSharp.torch;

namespace Generalization.Tests.Fuzzing;

[NoTensorLeaks]
public sealed class TrainedModelsTests : IDisposable
{
    private readonly string path = Path.GetTempFileName();

    public void Dispose() => File.Delete(path);

    private byte[] Seed(string input)
    {
        var data = new SyntheticImages(new ImageShape(1, 4, 4), 2).Create(8, 8, seed: 1);
        using var scope = NewDisposeScope();
        using var network = PaperModels.Named("mlp-1x512").Create(new ImageShape(1, 3, 3), 2, seed: 0);
        InputPipeline pipeline = input == "crop" ? new(new CenterCrop(3, 3), new PerImageStandardization()) : new(new RandomCrop(3, 3));
        TrainedModel.Save(path, PaperModels.Named("mlp-1x512"), network, data, pipeline);
        return File.ReadAllBytes(path);
    }

    private void Read(byte[] bytes)
    {
        File.WriteAllBytes(path, bytes);
        TrainedModel.Load(path, mostActivationBytes: 64 << 20).Dispose();
    }

    [Fact]
    public void A_trained_model() => new Fuzz("trained", typeof(SafeTensorsFormatException)).Run(Read, Seed("crop"), Seed("pad"));

    /// <summary>Whole files whose words alone are mutated.</summary>
    [Fact]
    public void The_words_of_a_trained_model()
    {
        Seed("crop");
        using var content = SafeTensors.Read(path);
        byte[] Words(string input, string model) =>
            Encoding.UTF8.GetBytes(
                string.Join('\n', new[] { "generalization-model-1", model, "1x4x4", input, JsonSerializer.Serialize(new[] { "a", "b" }) })
            );
        byte[] Whole(byte[] words)
        {
            string[] lines = [.. Encoding.UTF8.GetString(words).Split('\n'), "", "", "", "", ""];
            SafeTensors.Write(
                path,
                content.Tensors,
                new Dictionary<string, string>
                {
                    ["format"] = "generalization-model-1",
                    ["model"] = lines[1],
                    ["images"] = lines[2],
                    ["input"] = lines[3],
                    ["classes"] = lines[4],
                }
            );
            return File.ReadAllBytes(path);
        }

        new Fuzz("trained-words", typeof(SafeTensorsFormatException)) { Repair = Whole }.Run(
            Read,
            Words("center-crop:3x3,standardize", "mlp-1x512"),
            Words("padded-crop:3x3", "mlp-1x512")
        );
    }
}
