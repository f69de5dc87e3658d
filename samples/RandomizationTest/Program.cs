using System.CommandLine;
using System.Globalization;
using Generalization;
using Generalization.Corruption;
using Generalization.Data;
using Generalization.Experiments;
using Generalization.Models;
using Generalization.Preprocessing;
using Generalization.Samples;
using Generalization.Training;

var command = Options.Command();
// On a thread of its own: Ctrl-C is only listened to once the action has returned its task.
command.SetAction((arguments, token) => Task.Run(() => Guarded(() => Run(arguments, token))));
var parsed = command.Parse(args);
if (parsed.Errors.Count == 0) return await parsed.InvokeAsync();
foreach (var error in parsed.Errors) Console.Error.WriteLine(error.Message);
Console.Error.WriteLine("Options: " + string.Join(", ", command.Options.Select(o => o.Name)));
return 2;

static int Run(ParseResult options, CancellationToken token)
{
    var device = TorchBackend.Device(options.GetValue(Options.Device)!);
    var data = Load(options.GetValue(Options.Dataset)!, options.GetValue(Options.Data)).Take(options.GetValue(Options.Train), options.GetValue(Options.Test));
    var input = InputPipeline.Cifar10;
    var training = Training(options, data.Train.Count);
    var folder = RunFolder.Create(options.GetValue(Options.Out) ?? NewFolder());
    var model = options.GetValue(Options.Model)!;
    var display = new Display(options.GetValue(Options.Quiet));
    var chosen = options.GetValue(Options.Corruption)!.SelectMany(c => c.Split(',')).ToArray();
    var corruptions = PaperCorruptions.All(options.GetValue(Options.Probability)).Where((_, i) => chosen.Contains(Names.All[i]));

    var runs = new List<FinishedRun>();
    var results = new List<RandomizationRun>();
    try
    {
        foreach (var corruption in corruptions)
            for (var r = 0; r < options.GetValue(Options.Repeat); r++)
            {
                var seed = options.GetValue(Options.Seed) + (ulong)r;
                var corrupted = data.Corrupt(corruption, seed, token);
                using var network = MultilayerPerceptron.Create(input.ShapeOf(corrupted), corrupted.ClassCount, seed, Names.Widths(model));
                var history = display.Show(corruption.Name, progress => new Trainer(training, device).Fit(network, corrupted, input, seed, progress, token));
                runs.Add(new FinishedRun(corruption, corrupted, history));
                results.Add(RandomizationRun.Of(corrupted, corruption, model, history));
                folder.Write(runs, new RandomizationResult(results));
            }
    }
    catch (OperationCanceledException)
    {
        Console.Error.WriteLine($"Stopped; {runs.Count} finished runs are in {folder.Path}.");
        return 130;
    }

    var result = new RandomizationResult(results);
    Pictures.LossCurves(Path.Combine(folder.Path, "curves.png"), runs);
    Pictures.ContactSheet(Path.Combine(folder.Path, "corruptions.png"), runs);
    if (options.GetValue(Options.Json) is { } json) RunFolder.WriteText(json, result.ToJson());
    display.Table(result);
    Console.WriteLine($"Written to {folder.Path}");
    return 0;
}

static TrainTestSplit Load(string dataset, string? data)
{
    if (dataset == "fashion-mnist-mini") return FashionMnistMini.Load();
    var root = data ?? Environment.GetEnvironmentVariable("GENERALIZATION_DATA")
        ?? throw new IOException($"The data set {dataset} needs a folder: give --data DIR or set GENERALIZATION_DATA.");
    var own = Path.Combine(root, dataset == "cifar10" ? "cifar-10-batches-bin" : dataset);
    var folder = Directory.Exists(own) ? own : root;
    return dataset switch { "mnist" => Mnist.Load(folder), "fashion-mnist" => FashionMnist.Load(folder), _ => Cifar10.Load(folder) };
}

static TrainingOptions Training(ParseResult options, int trainCount)
{
    var batchSize = options.GetValue(Options.BatchSize);
    var every = options.GetValue(Options.DecaySteps)! is var steps && steps == "epoch"
        ? (trainCount + batchSize - 1) / batchSize
        : int.TryParse(steps, CultureInfo.InvariantCulture, out var n) && n >= 1 ? n : throw new FormatException($"--decay-steps must be a number from 1 or \"epoch\", but was {steps}.");
    return new TrainingOptions(new ExponentialDecay(options.GetValue(Options.LearningRate), options.GetValue(Options.Decay), every))
    {
        BatchSize = batchSize, Epochs = options.GetValue(Options.Epochs), Momentum = options.GetValue(Options.Momentum),
        WeightDecay = options.GetValue(Options.WeightDecay),
    };
}

static string NewFolder() =>
    Path.Combine("runs", TimeProvider.System.GetLocalNow().ToString("yyyy-MM-dd-HHmmss", CultureInfo.InvariantCulture) + "-randomization-test");

static int Guarded(Func<int> run)
{
    try
    {
        return run();
    }
    catch (OperationCanceledException)
    {
        Console.Error.WriteLine("Stopped before anything was finished.");
        return 130;
    }
    catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or FormatException or NonFiniteLossException or TorchBackendException)
    {
        Console.Error.WriteLine(e is ArgumentException { ParamName: { } name } ? e.Message.Replace($" (Parameter '{name}')", "") : e.Message);
        return e is FormatException ? 2 : 1;
    }
}

internal static class Names
{
    public static readonly string[] All = ["true-labels", "partial-labels", "random-labels", "shuffled-pixels", "random-pixels", "gaussian"];

    public static IEnumerable<int> Widths(string model) => Enumerable.Repeat(512, model == "mlp-3x512" ? 3 : 1);
}
