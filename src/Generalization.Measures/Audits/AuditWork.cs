using System.Collections.Immutable;
using Generalization.Data;
using Generalization.Kernels.Regression;
using Generalization.Learning;
using Generalization.Measures.Complexity;
using Generalization.Measures.LabelErrors;
using Generalization.Measures.Norms;
using Generalization.Measures.WholeSet;
using Generalization.Threading;
using Generalization.Training;

namespace Generalization.Measures.Audits;

/// <summary>One audit of a learner as it goes: the parts in their order, each only where the plan and the learner have it.</summary>
internal sealed class AuditWork
{
    private readonly Audit audit;
    private readonly ILearner learner;
    private readonly TrainTestData data;
    private readonly SplitBalance balance;
    private readonly IProgress<LearningProgress>? progress;
    private readonly CancellationToken token;
    private readonly AuditFolder folder;
    private readonly AuditCosts costs = new();

    public AuditWork(
        Audit audit,
        ILearner learner,
        TrainTestData data,
        SplitBalance balance,
        IProgress<LearningProgress>? progress,
        CancellationToken token
    )
    {
        (this.audit, this.learner, this.data, this.balance) = (audit, learner, data, balance);
        (this.progress, this.token) = (progress, token);
        folder = new AuditFolder(audit, learner, data);
    }

    public AuditResult Run(WatchedTraining? training)
    {
        var duplicates = costs.Of(AuditQuestion.WhatToDo, 0, FindDuplicates);
        // A network is trained twice at the beginning: watched with a tenth held out, and whole.
        var watched = training ?? (learner is NetworkLearner network ? Watch(network) : null);
        try
        {
            return Run(watched, duplicates);
        }
        finally
        {
            if (training is null)
                watched?.Predictor.Dispose();
        }
    }

    private AuditResult Run(WatchedTraining? watched, DuplicateReport duplicates)
    {
        var isOne = audit.Budget is null && audit.Tier == AuditTier.Quick;
        var begin = costs.Seconds;
        using var whole = watched is not null && isOne ? null : FitWhole();
        var plan = Plan(costs.Seconds - begin);
        var labels = new AuditLabels(audit, learner, data, plan, folder, costs, Heard("held out"), token).Find(whole, watched);
        var fit = Accuracies(whole, watched, labels);
        var subsets = new AuditSubsets(audit, learner, data, plan, folder, costs, progress, token).Run(whole);
        var measures = new AuditMeasures
        {
            Fit = fit,
            Rademacher = plan.Draws == 0 ? null : Rademacher(plan),
            Stability = plan.StabilityDraws == 0 ? null : Stability(plan),
            Labels = labels,
            Memorization = subsets.Memorization,
            Influence = subsets.Influence,
            Membership = subsets.Membership,
            Order = watched is null ? null : AuditOrder.Of(watched, data.Train),
            Cleaning = plan.Cleaned && labels is not null && whole is not null ? Clean(whole, labels) : null,
            Duplicates = duplicates,
            Balance = balance,
            Overlaps = labels?.Confident is { } confident ? ClassOverlap.Of(confident.Joint) : [],
        };
        return new AuditWords(audit, learner.Name, data, NetworkNumbers(measures, watched), costs).Result();
    }

    // A budget is shared out by what the first training took.
    private AuditPlan Plan(double seconds)
    {
        if (audit.Budget is not { } budget)
            return AuditPlan.For(audit.Tier, audit.Folds).For(learner, audit.Judge ?? learner);
        var one = Math.Max(seconds, 0.05);
        var left = 0.8 * (budget.TotalSeconds - costs.Seconds);
        return AuditPlan.Within((int)Math.Clamp(left / one, 0, 10_000), audit.Folds).For(learner, audit.Judge ?? learner);
    }

    private DuplicateReport FindDuplicates() =>
        DuplicateSearch.Of(
            data,
            audit.Duplicates ?? (data.Shape.Channels > 1 ? DuplicateOptions.Photographs : new DuplicateOptions()),
            Heard("duplicates"),
            token
        );

    private WatchedTraining Watch(NetworkLearner network) =>
        costs.Of(AuditQuestion.WhichExamples, 1, () => AuditOrder.Watch(network, data, audit.Seed, Heard("watched training"), token));

    private IPredictor FitWhole() =>
        costs.Of(AuditQuestion.DidMemorize, 1, () => Audit.LeavingOneOut(learner).Fit(data.Train, audit.Seed, Heard("training"), token));

    private FitAccuracies Accuracies(IPredictor? whole, WatchedTraining? watched, LabelFindings? labels) =>
        costs.Of(
            AuditQuestion.DidMemorize,
            0,
            () =>
            {
                var held = watched?.Data.Validation;
                var (predictor, train) = whole is null ? (watched!.Predictor, watched.Data.Train) : (whole, data.Train);
                var (own, by) = OutOfSample(whole, labels);
                return new FitAccuracies(
                    Share(predictor, train),
                    own ?? (held is null ? null : Share(watched!.Predictor, held)),
                    own is not null ? by : "on the tenth of the training examples that was held out",
                    Share(predictor, data.Test)
                )
                {
                    TrainLargestClass = MeasuredShare.LargestClassOf(train.Labels),
                    LargestClass = MeasuredShare.LargestClassOf((own is not null ? data.Train : held ?? data.Test).Labels),
                };
            }
        );

    private (Estimate? Accuracy, string By) OutOfSample(IPredictor? whole, LabelFindings? labels) =>
        audit.Judge is null && labels?.Accuracy is { } judged ? (judged, labels.By)
        : whole is IKernelPredictor { Fit.LeaveOneOut: not null } kernel
            ? (KernelMemorization.Of(kernel, data.Train).LeftOutAccuracy, "by leaving each example out of the kernel, exactly")
        : (null, "");

    private RademacherResult Rademacher(AuditPlan plan) =>
        costs.Of(
            AuditQuestion.CanMemorize,
            plan.Draws,
            () =>
                RademacherComplexity.Measure(
                    learner,
                    data.Train,
                    audit.Seed,
                    new RademacherOptions { Draws = plan.Draws },
                    folder.Read<RademacherDraw>("draw"),
                    draw => folder.Write("draw", draw.Index, draw),
                    Heard("random labels"),
                    token
                )
        );

    private StabilityComparison Stability(AuditPlan plan)
    {
        // The same fresh examples and points for every plan, so that another tier takes up the draws of this one.
        var fresh = Math.Min(AuditPlan.MostStabilityDraws, data.Test.Count / 2);
        var draws = Math.Min(plan.StabilityDraws, fresh);
        var points = StabilityData.FromTest(data, fresh, audit.Seed);
        return costs.Of(
            AuditQuestion.CanMemorize,
            2 * (1 + 2 * draws),
            () => new StabilityComparison(Of("true", points), Of("random", points.WithRandomLabels(audit.Seed)))
        );

        // Draws of other fresh examples have other names.
        string NameOf(string labels) => FormattableString.Invariant($"stability-{fresh}-{labels}");

        StabilityResult Of(string labels, StabilityData on) =>
            UniformStability.Measure(
                learner,
                on,
                audit.Seed,
                new StabilityOptions { Draws = draws },
                folder.Read<StabilityDraw>(NameOf(labels)),
                draw => folder.Write(NameOf(labels), draw.Index, draw),
                Heard($"one example replaced, {labels} labels"),
                token
            );
    }

    private CleaningEffect? Clean(IPredictor whole, LabelFindings labels)
    {
        var suspicious = labels.Issues.Mask(data.Train.Count);
        int[] kept = [.. Enumerable.Range(0, data.Train.Count).Where(i => !suspicious[i])];
        if (
            kept.Length == data.Train.Count
            || kept.Select(i => data.Train.Labels[i]).Distinct().Count() < balance.Train.Counts.Count(n => n > 0)
        )
            return null;
        return costs.Of(
            AuditQuestion.NewData,
            1,
            () =>
            {
                using var cleaned = learner.Fit(data.Train.Select(kept), audit.Seed, Heard("without what looks wrong"), token);
                return CleaningEffect.Of(data.Train.Count - kept.Length, Right(whole), Right(cleaned));
            }
        );

        bool[] Right(IPredictor predictor) => [.. predictor.Classify(data.Test, token).Select((given, i) => given == data.Test.Labels[i])];
    }

    // A network that cannot be read has no norms, and everything else of it stands.
    private AuditMeasures NetworkNumbers(AuditMeasures measures, WatchedTraining? watched)
    {
        if (watched?.Predictor is not NetworkPredictor predictor || learner is not NetworkLearner network)
            return measures;
        try
        {
            return costs.Of(
                AuditQuestion.WhatToDo,
                0,
                () =>
                {
                    var norms = NetworkNorms.Of(predictor.Network, network.Input.ShapeOf(data.Shape), audit.Seed, token);
                    var margins = MarginDistribution.Of(predictor, watched.Data.Train, norms.SpectralProduct, token);
                    return measures with { Norms = norms, Margins = margins };
                }
            );
        }
        catch (ArgumentException)
        {
            return measures;
        }
    }

    private Estimate Share(IPredictor predictor, Dataset on) => Estimate.OfShare(on.Count - predictor.Errors(on, token), on.Count);

    private IProgress<LearningProgress>? Heard(string part) =>
        progress is null ? null : new SynchronousProgress<LearningProgress>(p => progress.Report(p with { Phase = $"{part}: {p.Phase}" }));
}
