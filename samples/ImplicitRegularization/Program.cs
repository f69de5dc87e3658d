using System.CommandLine;
using Generalization.CommandLine;
using Generalization.Experiments.Kinds.LeastNorm;
using Generalization.Experiments.Kinds.NetworkTraining;
using Generalization.Kernels.Features;
using Generalization.Kernels.LeastNorm;
using Generalization.Kernels.Points;
using Generalization.Kernels.Regression;
using Generalization.Report;
using Generalization.Report.Drawing;
using Generalization.Samples;

return await SampleApplication.RunAsync(Options.Command(), args, Run);

static int Run(ParseResult options, CancellationToken token)
{
    var device = options.TorchDevice();
    var seed = options.GetValue(CommonOptions.Seed);
    var data = options.LoadData(options.GetValue(Options.Dataset)!, token).Take(options.GetValue(Options.N), null);
    var targets = data.Train.OneHot();
    using var points = PointSet.Of(data.Train);
    var folder = RunFolder.Create(options.OutFolder("implicit-regularization"));

    var least = MinimumNorm.Solve(points, targets);
    var away = MinimumNorm.NullSpace(points, data.Train.ClassCount, options.GetValue(Options.Away) * least.Norm, seed);
    var full = new LeastSquaresPathOptions { Epochs = options.GetValue(Options.Epochs) };
    var stochastic = new LeastSquaresPathOptions
    {
        Epochs = options.GetValue(Options.Epochs) / 10,
        BatchSize = options.GetValue(Options.BatchSize),
        Seed = seed,
    };
    var display = new PathDisplay(options.GetValue(CommonOptions.Quiet));
    (string Name, LeastSquaresPath Path) Descend(string name, LeastSquaresPathOptions how, double[,]? start = null) =>
        (name, display.Show(name, how.Epochs, progress => LeastSquaresPath.Descend(points, targets, how, start, device, progress, token)));
    (string, LeastSquaresPath)[] paths =
    [
        Descend("gradient descent from 0", full),
        Descend("SGD from 0", stochastic),
        Descend("gradient descent from the null space", full, away),
    ];
    var hessian = LeastSquaresHessian.Of(points);

    var result = ImplicitRegularizationResult.Of(data, least, paths, hessian, GaborFeatures.Create(data.Train.Shape));
    RunFolder.WriteText(Path.Combine(folder.Path, "result.json"), result.ToJson());
    Pictures.Distances(Path.Combine(folder.Path, "distances.png"), paths);
    if (options.GetValue(CommonOptions.Json) is { } json)
        RunFolder.WriteText(json, result.ToJson());
    foreach (var table in ResultTables.Of(result))
        TrainingDisplay.Write(table);
    Console.WriteLine(
        $"The Hessian is the same at every solution: {result.Hessian.Rank} of " + $"{result.Hessian.Dimension} eigenvalues are not 0."
    );
    Console.WriteLine($"Written to {folder.Path}");
    return 0;
}
