using System.Collections.Immutable;
using Generalization.Data;
using Generalization.Kernels.Regression;
using Generalization.Kernels.Solvers;
using Generalization.Learning;

namespace Generalization.Measures.Complexity;

/// <summary>What a kernel memorized, exactly and nearly for free: mem(i) = [right on i when it is in] − [right on i when it is left out],
/// of each training example.</summary>
/// <remarks>One of all n examples is left out at a time, by the factor that fitted them. Feldman and Zhang's score is another quantity: a
/// mean over random subsets of 70 %, where the other examples are fewer and vary. Labels are those that were trained on.</remarks>
/// <param name="RightIn">Whether each example is given its label by the fit to all.</param>
/// <param name="RightLeftOut">Whether each example is given its label by the fit to all others.</param>
/// <param name="LeftOutClasses">The class that all others say of each example.</param>
/// <param name="Margins">The left-out margin of each example, below 0 where the others say another class.</param>
public sealed record KernelMemorization(
    ImmutableArray<bool> RightIn,
    ImmutableArray<bool> RightLeftOut,
    ImmutableArray<int> LeftOutClasses,
    ImmutableArray<double> Margins
)
{
    private const double Quarter = 0.25;

    /// <summary>mem(i) of each example: 1 memorized, 0 learned from the others or not fitted at all, −1 right only when it is left
    /// out.</summary>
    public ImmutableArray<int> Scores { get; } = [.. RightIn.Zip(RightLeftOut, (whenIn, whenOut) => (whenIn ? 1 : 0) - (whenOut ? 1 : 0))];

    /// <summary>The mean of mem(i), with Student's interval over examples: how much accuracy on the training set is worth more than on what
    /// was left out.</summary>
    public Estimate Mean => Estimate.OfMean([.. Scores.Select(score => (double)score)]).Within(-1, 1);

    /// <summary>The share of examples with mem(i) ≥ 0.25, which are those with 1, with Wilson's interval.</summary>
    public Estimate ShareAbove25 => Estimate.OfShare(Scores.Count(score => score >= Quarter), Scores.Length);

    /// <summary>The accuracy on what was left out, with Wilson's interval: an estimate of that on new examples.</summary>
    public Estimate LeftOutAccuracy => Estimate.OfShare(RightLeftOut.Count(right => right), RightLeftOut.Length);

    /// <summary>From a fit that left one out.</summary>
    /// <param name="predictor">A kernel's predictor, fitted with <see cref="SolverOptions.LeaveOneOut"/>.</param>
    /// <param name="train">The training set that it was fitted to, with its labels.</param>
    /// <exception cref="ArgumentException">The fit did not leave one out, or is of another number of examples.</exception>
    public static KernelMemorization Of(IKernelPredictor predictor, Dataset train)
    {
        ArgumentNullException.ThrowIfNull(predictor);
        ArgumentNullException.ThrowIfNull(train);
        if (predictor.Fit.LeaveOneOut is not { } left)
            throw new ArgumentException(
                $"The kernel must be fitted with {nameof(SolverOptions)}.{nameof(SolverOptions.LeaveOneOut)}, but was not; set it to true.",
                nameof(predictor)
            );
        if (left.Outputs.GetLength(0) != train.Count)
            throw new ArgumentException(
                $"The fit must be to these {train.Count} examples, but is to {left.Outputs.GetLength(0)}.",
                nameof(train)
            );
        var labels = train.Labels.ToArray();
        var (fitted, others) = (Classification.Classes(predictor.Fit.Fitted, predictor.Rule), left.Classes(predictor.Rule));
        return new(
            [.. labels.Zip(fitted, (label, given) => label == given)],
            [.. labels.Zip(others, (label, given) => label == given)],
            [.. others.Select(given => (int)given)],
            [.. left.Margins(labels)]
        );
    }

    /// <summary>Fits a kernel and leaves each example out.</summary>
    /// <param name="learner">The learner, with the direct solver.</param>
    /// <param name="train">The training set.</param>
    /// <param name="seed">Decides everything random in the learner.</param>
    /// <param name="progress">Hears how far it is. Default: none.</param>
    /// <param name="token">Ends the work early.</param>
    /// <exception cref="ArgumentException">The solver is iterative, or the learner cannot take such data.</exception>
    /// <exception cref="NotPositiveDefiniteException">K + λI is not positive definite to working precision.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static KernelMemorization Of(
        KernelLearner learner,
        Dataset train,
        ulong seed,
        IProgress<LearningProgress>? progress = null,
        CancellationToken token = default
    )
    {
        ArgumentNullException.ThrowIfNull(learner);
        var leaving = learner with { Solver = learner.Solver with { LeaveOneOut = true } };
        using var fitted = (IKernelPredictor)leaving.Fit(train, seed, progress, token);
        return Of(fitted, train);
    }
}
