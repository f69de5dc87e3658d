using Generalization.Corruption;
using Generalization.Experiments.Running;
using Generalization.Models.FiniteSample;

namespace Generalization.Experiments.Kinds.FiniteSamples;

/// <summary>Runs a finite-sample experiment.</summary>
internal static class FiniteSampleJob
{
    public static RunOutcome Run(FiniteSampleExperiment e, LoadedData loaded, CancellationToken token)
    {
        var (problem, hash) = ProblemOf(e, loaded, token);
        var result =
            e.Depth == 2
                ? FiniteSampleResult.Of(problem, FiniteSampleNetwork.Fit(problem.Points, problem.Targets, e.Seed), token)
                : FiniteSampleResult.Of(problem, DeepFiniteSampleNetwork.Fit(problem.Points, problem.Targets, e.Depth, e.Seed), token);
        return new RunOutcome { FiniteSample = result, DataHash = hash };
    }

    private static (FiniteSampleProblem, string?) ProblemOf(FiniteSampleExperiment e, LoadedData loaded, CancellationToken token)
    {
        if ((e.Dataset is null) != (e.D is not null))
            throw new ArgumentException(
                "A dimension d must be given for random points and for nothing else, "
                    + $"but the data set was {e.Dataset ?? "none"} and d "
                    + $"{e.D?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "not given"}."
            );
        if (e.Dataset is not { } name)
            return (FiniteSampleProblem.Synthetic(e.N, e.D!.Value, e.Targets, oneHot: false, e.Seed), null);
        var data = loaded.Load(name);
        var images = (e.Targets == "random-labels" ? data.Corrupt(new UniformLabelNoise(1), e.Seed, token) : data).Train.Take(e.N);
        return (FiniteSampleProblem.Of(images, e.Targets, oneHot: false, e.Seed), images.ContentHash.ToString());
    }
}
