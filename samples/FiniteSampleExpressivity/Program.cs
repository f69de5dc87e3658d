using System.CommandLine;
using Generalization.CommandLine;
using Generalization.Experiments;
using Generalization.Models;
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
    foreach (var depth in options.GetValue(Options.Depth)!)
    {
        if (depth == 2)
        {
            var network = FiniteSampleNetwork.Fit(problem.Points, problem.Targets, seed, construction);
            results.Add(FiniteSampleResult.Of(problem, network, token));
            Pictures.AlongProjection(Path.Combine(folder.Path, "projection.png"), network);
        }
        else
        {
            var network = DeepFiniteSampleNetwork.Fit(problem.Points, problem.Targets, depth, seed, construction);
            results.Add(FiniteSampleResult.Of(problem, network, token));
        }
    }

    RunFolder.WriteText(Path.Combine(folder.Path, "result.json"), FiniteSampleResult.ToJson(results));
    if (options.GetValue(CommonOptions.Json) is { } json) RunFolder.WriteText(json, FiniteSampleResult.ToJson(results));
    TrainingDisplay.Write(ResultTable.Of(results));
    foreach (var remark in results.Select(r => r.ModuleRemark).OfType<string>()) Console.WriteLine(remark);
    Console.WriteLine($"Written to {folder.Path}");
    return 0;
}
