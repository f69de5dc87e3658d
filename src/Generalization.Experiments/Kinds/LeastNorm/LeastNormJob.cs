using Generalization.Kernels.Features;
using Generalization.Kernels.LeastNorm;
using Generalization.Kernels.Points;
using Generalization.Kernels.Regression;
using Generalization.Threading;

namespace Generalization.Experiments.Kinds.LeastNorm;

/// <summary>Runs a least-norm experiment.</summary>
internal static class LeastNormJob
{
    public static KindOutcome Run(LeastNormExperiment e, IExperimentContext context)
    {
        var data = context.LoadDataset(e.Dataset).Take(e.N, e.Test);
        var targets = data.Train.OneHot();
        using var points = PointSet.Of(data.Train);
        var least = MinimumNorm.Solve(points, targets);
        var away = MinimumNorm.NullSpace(points, data.Train.ClassCount, e.Away * least.Norm, e.Seed);
        var full = new LeastSquaresPathOptions { Epochs = e.Epochs };
        var stochastic = new LeastSquaresPathOptions
        {
            Epochs = e.Epochs / 10,
            BatchSize = e.BatchSize,
            Seed = e.Seed,
        };
        (string Name, LeastSquaresPath Path)[] paths =
        [
            Descend("gradient descent from 0", full, null),
            Descend("SGD from 0", stochastic, null),
            Descend("gradient descent from the null space", full, away),
        ];
        var hessian = LeastSquaresHessian.Of(points);
        if (context.Options.KeepDetails)
            DescentPaths.Write(context.Folder, paths);
        var result = LeastNormResult.Of(data, least, paths, hessian, GaborFeatures.Create(data.Train.Shape));
        return new KindOutcome(result, data.Train.ContentHash.ToString());

        (string, LeastSquaresPath) Descend(string name, LeastSquaresPathOptions how, double[,]? start)
        {
            var heard = new SynchronousProgress<LeastSquaresPathPoint>(at => context.Report(new DescentAt(name, how.Epochs, at)));
            return (name, LeastSquaresPath.Descend(points, targets, how, start, context.Options.Device, heard, context.Stop));
        }
    }
}
