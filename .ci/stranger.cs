using Generalization.Corruption;
using Generalization.Data;
using Generalization.Data.Csv;
using Generalization.Files;
using Generalization.Inputs;
using Generalization.Models.Layers;
using Generalization.Randomness;
using Generalization.Training;
using Generalization.Training.Checkpoints;
using Generalization.Training.Losses;
using Generalization.Training.Schedules;
using Generalization.Training.Updates;
using static TorchSharp.torch;

var data = CsvDataset.Load("points.csv", new CsvOptions { Label = "kind", HeldOut = 0.25 }).Corrupt(new Noise(), seed: 1);
var layers = nn.Sequential(nn.Flatten(), nn.Linear(data.Shape.Size, 32), nn.ReLU(), nn.Linear(32, data.ClassCount));
using var net = SeededWeights.Draw(layers, seed: 2);
var loss = new CrossEntropy(LabelSmoothing: 0.1);
var how = new TrainingOptions(new ConstantRate(0.01))
{
    Optimizer = new Adam(),
    Loss = loss,
    Epochs = 3000,
    StopWhen = [],
};
var kept = new CheckpointOptions(args[0]) { Every = TimeSpan.FromMilliseconds(20) };
var history = new Trainer(how).Fit(net, data, new InputPipeline(), seed: 3, checkpoints: kept);
Console.WriteLine($"{TensorHash.Of(net.state_dict())} {history.Steps} {history.StepLosses[^1]:R} {history.Verdict}");

sealed record Noise : PixelCorruption
{
    public override string Name => "noise-on-every-other";

    protected override void Change<T>(ReadOnlySpan<T> image, Span<T> changed, PixelContext at, ref RandomStream random)
    {
        for (var j = 0; j < image.Length; j++)
            changed[j] = image[j] + T.CreateSaturating(at.Index % 2 * 0.1 * random.NextDouble());
    }
}
