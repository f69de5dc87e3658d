using System.CommandLine;
using System.Diagnostics;
using Generalization.CommandLine;
using Generalization.Corruption;
using Generalization.Experiments;
using Generalization.Kernels;
using Generalization.Samples;

return await SampleApplication.RunAsync(Options.Command(), args, Run);

static int Run(ParseResult options, CancellationToken token)
{
    var device = options.TorchDevice();
    var data = options.LoadData(options.GetValue(Options.Dataset)!, token);
    var labels = options.Corruptions().Select(c => data.Corrupt(c, options.GetValue(CommonOptions.Seed), token)).ToArray();
    var kernel = options.Kernel();
    var features = options.FeatureMap(data.Train, token);
    var display = new SolverDisplay(options.GetValue(CommonOptions.Quiet));
    var plan = SolverPlan.For(data.Train.Count, features?.Dimension ?? data.Train.Shape.Size, labels.Length * data.ClassCount, options.SolverOptions(device));
    var rate = ProductRate.Measure(device: device);
    var predicted = plan.Bytes + Environment.WorkingSet;
    display.Write(plan, rate);
    var folder = RunFolder.Create(options.OutFolder("kernel-interpolation"));

    var clock = Stopwatch.StartNew();
    using var train = display.Show(progress => PointSet.Of(features, data.Train, device, progress, token));
    using var test = display.Show(progress => PointSet.Of(features, data.Test, device, progress, token));
    var preparing = clock.Elapsed.TotalSeconds;
    var regression = display.Show(progress => KernelRegression.Fit(kernel, train, [.. labels.Select(l => l.Train.OneHot())], plan, progress, token));
    clock.Restart();
    var models = regression.Fits.Select(fit => new KernelModel(kernel, train, fit.Solution)).ToArray();
    var outputs = display.Show(progress => models.Select(m => m.Predict(test, device, progress, token)).ToArray());

    var cost = new KernelCost(KernelSeconds.Of(regression.Report.Seconds, features is null ? null : preparing, clock.Elapsed.TotalSeconds), rate, predicted);
    var results = regression.Fits
        .Select((fit, i) => KernelResult.Of(labels[i], options.GetValue(Options.Labels)![i], (kernel, features), regression.Report, fit, outputs[i], cost)).ToArray();
    folder.Write(results, regression);
    if (options.GetValue(CommonOptions.Json) is { } json) RunFolder.WriteText(json, KernelResult.ToJson(results));
    TrainingDisplay.Write(ResultTable.Of(results));
    Console.WriteLine($"Written to {folder.Path}");
    return 0;
}
