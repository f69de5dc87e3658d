using System.CommandLine;
using Generalization.CommandLine;
using Generalization.Experiments.Kinds.FiniteSamples;
using Generalization.Experiments.Kinds.NetworkTraining;
using Generalization.Models.FiniteSample;
using Generalization.Report;
using Generalization.Report.Drawing;
using Generalization.Samples;

return await SampleApplication.RunAsync(Options.Command(), args, Run);

static int Run(ParseResult options, CancellationToken token)
{
    options.TorchDevice();
    var seed = options.GetValue(CommonOptions.Seed);
    var construction = new FiniteSampleOptions { Directions = options.GetValue(Options.Directions) };
    var problem = options.Problem(token);
    var folder = RunFolder.Create(options.OutFolder("finite-sample-expressivity"));

    var results = new List<FiniteSampleResult>();
    try
    {
        foreach (var depth in options.GetValue(Options.Depth)!)
        {
            token.ThrowIfCancellationRequested();
            var two = depth == 2 ? FiniteSampleNetwork.Fit(problem.Points, problem.Targets, seed, construction) : null;
            results.Add(
                two is null
                    ? FiniteSampleResult.Of(
                        problem,
                        DeepFiniteSampleNetwork.Fit(problem.Points, problem.Targets, depth, seed, construction),
                        token
                    )
                    : FiniteSampleResult.Of(problem, two, token)
            );
            RunFolder.WriteText(Path.Combine(folder.Path, "result.json"), FiniteSampleResult.ToJson(results));
            if (two is not null)
                Pictures.AlongProjection(Path.Combine(folder.Path, "projection.png"), two);
            // A construction of minutes hears of Ctrl-C too late to say what was finished.
            if (!options.GetValue(CommonOptions.Quiet))
                Console.WriteLine($"Depth {depth} is in {folder.Path}");
        }
    }
    catch (OperationCanceledException)
    {
        Console.Error.WriteLine($"Stopped; {results.Count} finished networks are in {folder.Path}.");
        return 130;
    }

    if (options.GetValue(CommonOptions.Json) is { } json)
        RunFolder.WriteText(json, FiniteSampleResult.ToJson(results));
    TrainingDisplay.Write(ResultTable.Of(results));
    foreach (var remark in results.Select(r => r.ModuleRemark).OfType<string>())
        Console.WriteLine(remark);
    Console.WriteLine($"Written to {folder.Path}");
    return 0;
}
