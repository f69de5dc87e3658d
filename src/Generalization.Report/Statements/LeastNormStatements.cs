using System.Globalization;
using Generalization.Experiments;
using Generalization.Experiments.Kinds.LeastNorm;
using Generalization.Report.Statistics;

namespace Generalization.Report.Statements;

/// <summary>Section 5 on linear models: which interpolant SGD finds, the Hessian, and what the norm says.</summary>
internal static class LeastNormStatements
{
    // Of the least norm: what so many epochs leave of the way.
    private const double Near = 0.01;

    public static IEnumerable<PaperStatement> Of(IReadOnlyList<Run> records)
    {
        foreach (var run in records)
        {
            if (run is not { Experiment: LeastNormExperiment experiment, Result.Numbers: LeastNormResult result })
                continue;
            var where = string.Create(
                CultureInfo.InvariantCulture,
                $"{result.N:N0} images of {experiment.Dataset}, {result.D:N0} dimensions"
            );
            yield return FromZero(experiment.Id, where, result);
            yield return Hessian(experiment.Id, where, result);
            yield return Norm(experiment.Id, where, result);
        }
    }

    private static PaperStatement FromZero(string id, string where, LeastNormResult result)
    {
        var least = result.Interpolants[0].Norm;
        var (fromZero, away) = (
            result.Interpolants.Where(i => i.Name.EndsWith("from 0", StringComparison.Ordinal)).ToArray(),
            result.Interpolants.Where(i => i.Name.EndsWith("null space", StringComparison.Ordinal)).ToArray()
        );
        return new(
            $"from-zero-{id}",
            "SGD that starts at zero stays in the span of the data and finds the interpolant of least norm.",
            "From zero it ends within 1 % of the least norm from that interpolant; from a start in the null space it stays further away.",
            fromZero.Any(i => i.Epochs == 0) ? null
                : fromZero.All(i => i.Distance <= Near * least) && away.All(i => i.Distance > Near * least) ? Agreement.Agrees
                : Agreement.Differs,
            $"{where}: distance over the least norm, "
                + string.Join(", ", fromZero.Concat(away).Select(i => $"{i.Name} {Number(i.Distance / least)}"))
                + "."
        );
    }

    private static PaperStatement Hessian(string id, string where, LeastNormResult result) =>
        new(
            $"hessian-{id}",
            "The Hessian is the same at every global minimum and degenerate: curvature does not tell minima apart.",
            "The rank of XᵀX/n, which does not depend on the solution, is below the number of dimensions.",
            result.Hessian.Rank < result.Hessian.Dimension ? Agreement.Agrees : Agreement.Differs,
            string.Create(
                CultureInfo.InvariantCulture,
                $"{where}: rank {result.Hessian.Rank} of {result.Hessian.Dimension}, eigenvalues from "
            ) + $"{Number(result.Hessian.SmallestNonzeroEigenvalue)} to {Number(result.Hessian.LargestEigenvalue)} and zeros."
        );

    private static PaperStatement Norm(string id, string where, LeastNormResult result)
    {
        var all = result.Features;
        return new(
            $"norm-{id}",
            "The norm does not predict which features generalize better.",
            "Features whose interpolant has a larger norm make fewer test errors.",
            all.Length < 2 ? null
                : all.Any(a => all.Any(b => a.Norm > b.Norm && a.TestErrors < b.TestErrors)) ? Agreement.Agrees
                : Agreement.Differs,
            $"{where}: "
                + string.Join(
                    ", ",
                    all.Select(f =>
                        string.Create(
                            CultureInfo.InvariantCulture,
                            $"{f.Features} norm {Number(f.Norm)}, {f.TestErrors} of {result.TestCount} test errors"
                        )
                    )
                )
                + "."
        );
    }

    private static string Number(double value) => value.ToString("G3", CultureInfo.InvariantCulture);
}
