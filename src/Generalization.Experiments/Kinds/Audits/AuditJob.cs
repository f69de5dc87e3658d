using Generalization.Corruption;
using Generalization.Data;
using Generalization.Learning;
using Generalization.Measures.Audits;
using Generalization.Measures.LabelErrors;
using Generalization.Threading;

namespace Generalization.Experiments.Kinds.Audits;

/// <summary>Runs an audit; what it has trained lies in the run's folder until it is finished, so that a stopped one goes on.</summary>
internal static class AuditJob
{
    // The runner removes it when the run is finished.
    private const string Parts = "parts";

    public static KindOutcome Run(AuditExperiment e, IExperimentContext context)
    {
        CheckUsed(e);
        var data = DataOf(e, context);
        var audit = new Audit
        {
            Tier = Enum.Parse<AuditTier>(e.Tier, ignoreCase: true),
            Budget = e.Budget is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
            Seed = e.Seed,
            AtOnce = context.Options.AtOnce,
            Folder = Path.Combine(context.Folder, Parts),
            Judge = AuditLearners.Judge(e, context, data),
            LearnerWords = AuditLearners.Words(e),
            JudgeWords = AuditLearners.JudgesWords,
        };
        var result = audit.Run(
            AuditLearners.Of(e, context, data.Shape),
            data,
            progress: new SynchronousProgress<LearningProgress>(Heard),
            token: context.Stop
        );
        context.ThrowIfTakenOver();
        context.Report(new AuditDone(result, data, context.Folder));
        return new KindOutcome(AuditFindings.Of(result), data.Train.ContentHash.ToString());

        void Heard(LearningProgress at)
        {
            context.ThrowIfTakenOver();
            context.Report(new AuditAt(at));
        }
    }

    /// <summary>Refuses what would not be used: two experiments of other properties and the same numbers would be taken for two.</summary>
    public static void CheckUsed(AuditExperiment e)
    {
        var usual = new AuditExperiment { Dataset = e.Dataset };
        var (said, reason) =
            e.Learner == "kernel" && e.Model != usual.Model ? ("model", "a kernel is audited")
            : e.Learner == "kernel" && e.Input is not null ? ("input", "a kernel is audited")
            : e.Learner == "kernel" && e.Epochs != usual.Epochs ? ("epochs", "a kernel is audited")
            : e.Learner == "kernel" && e.Precision != usual.Precision ? ("precision", "a kernel is audited")
            : e.Learner == "network" && e.Gamma != usual.Gamma ? ("gamma", "a network is audited")
            : e.Learner == "network" && e.Ridge != usual.Ridge ? ("ridge", "a network is audited")
            : e.Budget is not null && e.Tier != usual.Tier ? ("tier", "a budget is given")
            : (null, "");
        if (said is not null)
            throw new ArgumentException(
                $"{said} must be left out where it would not be used, but it was " + $"given and {reason}; leave one of the two out."
            );
    }

    private static TrainTestData DataOf(AuditExperiment e, IExperimentContext context)
    {
        var data = context.LoadDataset(e.Dataset);
        if (e.Train is not null || e.Test is not null)
            data = data.Take(e.Train, e.Test);
        if (e.Corruption != "true-labels")
            data = data.Corrupt(context.Catalog.Corruption(e.Corruption), e.Seed, context.Stop);
        return e.Planted > 0 ? new TrainTestData(PlantedNoise.Exactly(data.Train, e.Planted, e.Seed).Data, data.Test) : data;
    }
}
