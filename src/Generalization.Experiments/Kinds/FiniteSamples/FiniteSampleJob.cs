using System.Globalization;
using Generalization.Corruption;
using Generalization.Models.FiniteSample;

namespace Generalization.Experiments.Kinds.FiniteSamples;

/// <summary>Runs a finite-sample experiment.</summary>
internal static class FiniteSampleJob
{
    public static KindOutcome Run(FiniteSampleExperiment e, IExperimentContext context)
    {
        var token = context.Stop;
        token.ThrowIfCancellationRequested();
        var (problem, hash) = ProblemOf(e, context);
        var construction = new FiniteSampleOptions { Directions = e.Directions };
        if (e.Depth > 2)
        {
            var deep = DeepFiniteSampleNetwork.Fit(problem.Points, problem.Targets, e.Depth, e.Seed, construction);
            return new KindOutcome(FiniteSampleResult.Of(problem, deep, token), hash);
        }

        var network = FiniteSampleNetwork.Fit(problem.Points, problem.Targets, e.Seed, construction);
        var result = FiniteSampleResult.Of(problem, network, token);
        if (context.Options.KeepDetails)
            ProjectionCurve.Of(network).Write(context.Folder);
        return new KindOutcome(result, hash);
    }

    /// <summary>Refuses what cannot be, before the data are read.</summary>
    public static void Check(FiniteSampleExperiment e)
    {
        if ((e.Dataset is null) != (e.D is not null))
            throw new ArgumentException(
                "A dimension d must be given for random points and for nothing else, "
                    + $"but the data set was {e.Dataset ?? "none"} and d {e.D?.ToString(CultureInfo.InvariantCulture) ?? "not given"}."
            );
        if (e.Outputs == "one-hot" && e.Targets is ("random-sign" or "random-real"))
            throw new ArgumentException(
                $"Outputs must be one where targets are no labels, but were one-hot and the targets {e.Targets}; leave out one-hot, or "
                    + "take random-labels."
            );
    }

    private static (FiniteSampleProblem, string?) ProblemOf(FiniteSampleExperiment e, IExperimentContext context)
    {
        Check(e);
        var oneHot = e.Outputs == "one-hot";
        if (e.Dataset is not { } name)
            return (FiniteSampleProblem.Synthetic(e.N, e.D!.Value, e.Targets, oneHot, e.Seed), null);
        var data = context.LoadDataset(name);
        var images = (e.Targets == "random-labels" ? data.Corrupt(new UniformLabelNoise(1), e.Seed, context.Stop) : data).Train.Take(e.N);
        return (FiniteSampleProblem.Of(images, e.Targets, oneHot, e.Seed), images.ContentHash.ToString());
    }
}
