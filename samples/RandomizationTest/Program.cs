using System.CommandLine;
using Generalization.CommandLine;
using Generalization.Corruption;
using Generalization.Experiments.Kinds.NetworkTraining;
using Generalization.Imaging;
using Generalization.Inputs;
using Generalization.Models;
using Generalization.Report;
using Generalization.Samples;
using Generalization.Torch;
using Generalization.Training;
using Generalization.Training.History;

TorchRuntime.KeepFreedMemory();
return await SampleApplication.RunAsync(Options.Command(), args, Run);

static int Run(ParseResult options, CancellationToken token) =>
    options.GetValue(Options.Load) is null ? Train(options, token) : Predict(options);

static int Train(ParseResult options, CancellationToken token)
{
    var device = options.TorchDevice();
    var data = options.LoadData(options.GetValue(Options.Dataset)!, token);
    var input = InputPipeline.Cifar10.With(options.GetValue(Options.Augment)!);
    var model = PaperModels.Named(options.GetValue(Options.Model)!);
    PrecisionNotice.Write(options.GetValue(Options.Precision) == "bfloat16", device);
    var display = new TrainingDisplay(options.GetValue(CommonOptions.Quiet));
    var folder = RunFolder.Create(options.OutFolder("randomization-test"));

    var runs = new List<FinishedRun>();
    try
    {
        foreach (var name in options.GetValue(Options.Corruption)!)
            for (var repeat = 0; repeat < options.GetValue(Options.Repeat); repeat++)
            {
                var seed = options.GetValue(CommonOptions.Seed) + (ulong)repeat;
                var experiment = options.Experiment(name, seed);
                var corruption = experiment.CreateCorruption();
                var corrupted = data.Corrupt(corruption, seed, token);
                var shape = input.ShapeOf(corrupted);
                using var network = model.Create(shape, corrupted.ClassCount, seed, experiment.Dropout);
                var trainer = new Trainer(experiment.TrainingOptions(model.Training, corrupted.Train.Count), device);
                var declared = experiment.Declaration(corrupted.Train, model.BatchNorm, model.ParameterCount(shape, corrupted.ClassCount));
                var history = display.Show(name, progress => trainer.Fit(network, corrupted, input, seed, progress, token, declared));
                runs.Add(new FinishedRun(corruption, corrupted, model.Name, history) { Declaration = declared });
                folder.Write(runs);
                if (options.GetValue(Options.Save))
                    TrainedModel.Save(folder.ModelFile(corruption, seed), model, network, corrupted, input);
            }
    }
    catch (NonFiniteLossException e)
    {
        Console.Error.WriteLine($"{e.Message} The {runs.Count} runs finished before it are in {folder.Path}.");
        return 1;
    }
    catch (OperationCanceledException)
    {
        Console.Error.WriteLine($"Stopped; {runs.Count} finished runs are in {folder.Path}.");
        return 130;
    }

    var result = RandomizationResult.Of(runs);
    folder.WritePictures(runs);
    if (options.GetValue(CommonOptions.Json) is { } json)
        RunFolder.WriteText(json, result.ToJson());
    TrainingDisplay.Write(ResultTable.Of(result));
    Console.WriteLine("Gap: the generalization gap, training minus test accuracy.");
    Console.WriteLine(result.Verdict);
    Console.WriteLine($"Written to {folder.Path}");
    return 0;
}

static int Predict(ParseResult options)
{
    using var classifier = TrainedModel.Load(options.GetValue(Options.Load)!, options.TorchDevice());
    var files = ImageFolder.PicturesIn(options.GetValue(Options.Predict)!);
    var predictions = classifier.Predict(files);
    foreach (var (file, prediction) in files.Zip(predictions))
        Console.WriteLine(FormattableString.Invariant($"{file}: {prediction.Name} ({100 * prediction.Probability:F1} %)"));
    return 0;
}
