using System.Globalization;
using Generalization.Data;
using Generalization.Kernels.Regression;
using Generalization.Learning;
using Generalization.Measures.LabelErrors;
using Generalization.Measures.Probabilities;
using Generalization.Threading;

namespace Generalization.Measures.Audits;

/// <summary>Looks for labels that look wrong: by leaving one out where a kernel gives it, else by K-fold, else by a training's
/// history.</summary>
internal sealed class AuditLabels(
    Audit audit,
    ILearner learner,
    TrainTestData data,
    AuditPlan plan,
    AuditFolder folder,
    AuditCosts costs,
    IProgress<LearningProgress>? progress,
    CancellationToken token
)
{
    private readonly ILearner judge = audit.Judge ?? learner;

    public LabelFindings? Find(IPredictor? whole, WatchedTraining? watched) =>
        Audit.LeavesOneOut(judge) ? LeftOut(whole)
        : plan.Folds > 0 ? HeldOut(whole)
        : watched is not null ? costs.Of(AuditQuestion.WhichLabels, 0, () => FromHistory(watched))
        : null;

    private LabelFindings LeftOut(IPredictor? whole)
    {
        var rule = audit.Rule ?? ProbabilityRule.LeastSquares;
        return Judged(
            whole,
            fitted =>
            {
                var left = ((IKernelPredictor)fitted).Fit.LeaveOneOut!;
                return LabelCuts.Of(
                    Table(OutputProbabilities.Of(left.Outputs, data.ClassCount, rule, fitted.Rule)),
                    LabelCuts.Margins(
                        OutputProbabilities.Of(fitted.Predict(data.Test, token), data.ClassCount, rule, fitted.Rule),
                        data.Test
                    ),
                    $"by leaving each example out of {Name("the kernel")}, exactly"
                );
            }
        );
    }

    private LabelFindings HeldOut(IPredictor? whole)
    {
        var heard = progress is null
            ? null
            : new SynchronousProgress<CrossValidationProgress>(at =>
                progress.Report(new(FormattableString.Invariant($"fold {at.Fold + 1} of {audit.Folds}"), at.Done, at.Total))
            );
        var rule = audit.Rule ?? OutputProbabilities.RuleFor(judge);
        var table = costs.Of(
            AuditQuestion.WhichLabels,
            plan.Folds,
            () =>
                CrossValidation
                    .Run(
                        judge,
                        data.Train,
                        audit.Seed,
                        new CrossValidationOptions { Folds = plan.Folds, Rule = rule },
                        folder.Read<CrossValidationFold>("fold"),
                        fold => folder.Write("fold", fold.Repeat * audit.Folds + fold.Fold, fold),
                        heard,
                        token
                    )
                    .Table
        );
        return Judged(
            whole,
            fitted =>
                LabelCuts.Of(
                    table,
                    LabelCuts.Margins(
                        OutputProbabilities.Of(fitted.Predict(data.Test, token), data.ClassCount, rule, fitted.Rule),
                        data.Test
                    ),
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"in {plan.Folds} parts, each held out of the training of {Name("the learner")} on the others"
                    )
                )
        );
    }

    // What the judge says of the test set, whose labels are taken to be right, is what it says of right labels.
    private LabelFindings Judged(IPredictor? whole, Func<IPredictor, LabelFindings> find)
    {
        if (audit.Judge is null && whole is not null)
            return costs.Of(AuditQuestion.WhichLabels, 0, () => WithTruth(find(whole)));
        return costs.Of(
            AuditQuestion.WhichLabels,
            1,
            () =>
            {
                using var fitted = Audit.LeavingOneOut(judge).Fit(data.Train, audit.Seed, progress, token);
                return WithTruth(find(fitted));
            }
        );
    }

    private ProbabilityTable Table(double[] probabilities) =>
        ProbabilityTable.Of(
            probabilities,
            data.ClassCount,
            data.Train.Labels,
            data.ClassNames,
            new() { AllowClassesWithoutExample = true }
        );

    private string Name(string own) => audit.Judge is { } other ? $"a judge of its own ({other.Name})" : own;

    private LabelFindings FromHistory(WatchedTraining watched)
    {
        var examples = watched.AtBestHeldOut ?? watched.Examples;
        var trained = watched.Data.Train;
        var positions = AuditOrder.Positions(trained, data.Train);
        var outputs = watched.Predictor.Predict(trained, token);
        List<LabelScore> scores = [];
        for (var i = 0; i < positions.Length; i++)
            if (examples.AreaUnderMargin[i] is var area && !double.IsNaN(area))
                scores.Add(
                    new(
                        positions[i],
                        trained.Labels[i],
                        BestOther(outputs, i, trained.Labels[i]),
                        -area,
                        area < 0 && examples.IsNeverLearned(i) ? LabelMethods.AreaUnderMargin : LabelMethods.None
                    )
                );
        var issues = LabelIssues.Of(scores, new LabelCut { AnyOf = LabelMethods.AreaUnderMargin });
        var (until, at) = watched.AtBestHeldOut is null
            ? ("in its training", "at its end")
            : ("before its best epoch", "at the best epoch of the held-out examples");
        return WithTruth(
            new LabelFindings(
                issues,
                $"The list has the labels that the network never gave {until}, by how much it preferred another class.",
                $"by the margins of one training, as they were {at}"
            ),
            [.. scores.Select(score => score.Example)]
        );
    }

    // Only what was examined can be found.
    private LabelFindings WithTruth(LabelFindings found, int[]? examined = null)
    {
        if (data.Train.ChangedCount == 0)
            return found;
        var planted = PlantedNoise.Of(data.Train);
        var wrong = planted.Wrong.ToArray();
        var mask = found.Issues.Mask(data.Train.Count);
        return found with
        {
            Planted = examined is null
                ? planted.Compare(found.Issues)
                : Detection.Of([.. examined.Select(i => mask[i])], [.. examined.Select(i => wrong[i])]),
            PlantedAuroc =
                found.Confident is { } confident && data.Train.ChangedCount < data.Train.Count ? planted.Auroc(confident.Scores) : null,
        };
    }

    private static long BestOther(double[,] outputs, int row, long label)
    {
        var best = label == 0 ? 1 : 0;
        for (var c = 0; c < outputs.GetLength(1); c++)
            if (c != label && outputs[row, c] > outputs[row, best])
                best = c;
        return best;
    }
}
