using System.CommandLine;
using Generalization.CommandLine;
using Generalization.Files;
using Generalization.Samples;
using Generalization.Torch;
using TorchSharp;

TorchRuntime.KeepFreedMemory();
return await SampleApplication.RunAsync(Options.Command(), args, Run);

static int Run(ParseResult options, CancellationToken token)
{
    var data = options.TrainingData(token);
    var folder = options.OutFolder("distributed-training");
    Writable.CheckFolder(folder, CommonOptions.Out.Name);
    // Steps of a few images are too small for more.
    torch.set_num_threads(1);
    if (options.GetValue(Options.Compare))
        return new Comparison(options, data, folder, token).Run();
    using var run = new SimulatedRun(options.Training(data));
    var (result, epochs) = run.Run(options.Assumed(), epoch => Console.WriteLine(epoch.Line), token);
    Console.WriteLine(result.HasDiverged ? "diverged" : $"{epochs.Length} epochs");
    return 0;
}
