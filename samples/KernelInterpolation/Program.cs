using System.CommandLine;
using Generalization.CommandLine;
using Generalization.Corruption;
using Generalization.Experiments.Kinds.KernelInterpolation;
using Generalization.Experiments.Kinds.NetworkTraining;
using Generalization.Kernels.Solvers;
using Generalization.Report;
using Generalization.Samples;
using static TorchSharp.torch;

return await SampleApplication.RunAsync(Options.Command(), args, Run);

static int Run(ParseResult options, CancellationToken token)
{
    var device = options.TorchDevice();
    var data = options.LoadData(options.GetValue(Options.Dataset)!, token, options.GetValue(Options.Validation));
    var labels = options.Corruptions().Select(c => data.Corrupt(c, options.GetValue(CommonOptions.Seed), token)).ToArray();
    var kernel = options.Kernel();
    var features = options.FeatureMap(data.Train, token);
    var display = new SolverDisplay(options.GetValue(CommonOptions.Quiet));
    var plan = KernelRun.Plan(kernel, features, data, labels.Length, options.SolverOptions(device));
    var rate = ProductRate.Measure(device: device);
    var predicted = plan.Bytes + Environment.WorkingSet;
    display.Write(plan, plan.PrecisionName == "mixed" ? ProductRate.Measure(ScalarType.Float32, device) : rate);
    var folder = RunFolder.Create(options.OutFolder("kernel-interpolation"));

    var run = display.Show(progress => KernelRun.Of(kernel, features, labels, plan, progress, token));

    var results = labels
        .Select((data, i) => KernelResult.Of(data, options.GetValue(Options.Labels)![i], (kernel, features), run, i, rate, predicted))
        .ToArray();
    folder.Write(results, run);
    if (options.GetValue(CommonOptions.Json) is { } json)
        RunFolder.WriteText(json, KernelResult.ToJson(results));
    TrainingDisplay.Write(ResultTable.Of(results));
    Console.WriteLine($"Written to {folder.Path}");
    return 0;
}
