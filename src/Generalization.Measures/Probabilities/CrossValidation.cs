using Generalization.Data;
using Generalization.Learning;
using Generalization.Threading;

namespace Generalization.Measures.Probabilities;

/// <summary>Probabilities out of sample from any learner: each part of the examples is predicted by a training on the others.</summary>
/// <remarks>Parts have the same mixture of classes (<see cref="StratifiedFolds"/>), and trainings go in turn. A training's seed follows
/// from the seed, the repeat and the part, so that neither the number of repeats nor what is done already changes it.</remarks>
public static class CrossValidation
{
    /// <summary>Trains on all parts but one, for each part, and predicts that one.</summary>
    /// <param name="learner">The learner.</param>
    /// <param name="data">The examples with their given labels; at least two of each class, so that each is trained on.</param>
    /// <param name="seed">Decides the parts and each training's seed.</param>
    /// <param name="options">Parts, repeats and rule. Default: 5 parts, once, by the learner's rule.</param>
    /// <param name="done">Parts of the same cross-validation that were done before; those of further repeats are passed over. Default:
    /// none.</param>
    /// <param name="completed">Hears of each part when it is done, before the next begins; to store it. Default: nobody.</param>
    /// <param name="progress">Hears how far it is. Default: nobody.</param>
    /// <param name="token">Ends the work early; what <paramref name="completed"/> heard of remains.</param>
    /// <exception cref="ArgumentException">There are real targets, too few examples of a class, the learner does not give an output for
    /// each class, or a part that was done before is of another cross-validation.</exception>
    /// <exception cref="ProbabilityTableException">Outputs that are to be taken as they are are no probabilities.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static CrossValidated Run(
        ILearner learner,
        Dataset data,
        ulong seed,
        CrossValidationOptions? options = null,
        IEnumerable<CrossValidationFold>? done = null,
        Action<CrossValidationFold>? completed = null,
        IProgress<CrossValidationProgress>? progress = null,
        CancellationToken token = default
    )
    {
        ArgumentNullException.ThrowIfNull(learner);
        ArgumentNullException.ThrowIfNull(data);
        options ??= new();
        FoldPlan.Check(data, options.Folds);
        var plan = new FoldPlan(learner, data, seed, options);
        var folds = plan.Take(done ?? []);
        var (finished, total) = (folds.Count(fold => fold is not null), folds.Length);
        for (var at = 0; at < total; at++)
        {
            if (folds[at] is not null)
                continue;
            token.ThrowIfCancellationRequested();
            var (repeat, part) = (at / options.Folds, at % options.Folds);
            progress?.Report(new(finished, total, repeat, part, null));
            var before = finished;
            var heard = progress is null
                ? null
                : new SynchronousProgress<LearningProgress>(p => progress.Report(new(before, total, repeat, part, p)));
            folds[at] = plan.Run(repeat, part, heard, token);
            finished++;
            completed?.Invoke(folds[at]!);
        }

        return new(Mean(data, options, folds!), [.. folds!]);
    }

    private static ProbabilityTable Mean(Dataset data, CrossValidationOptions options, CrossValidationFold[] folds)
    {
        var k = data.ClassCount;
        var mean = new double[data.Count * k];
        foreach (var fold in folds)
            for (var i = 0; i < fold.Positions.Length; i++)
            for (var c = 0; c < k; c++)
                mean[fold.Positions[i] * k + c] += fold.Probabilities[i * k + c] / options.Repeats;
        return ProbabilityTable.Of(mean, k, data.Labels, data.ClassNames);
    }
}
