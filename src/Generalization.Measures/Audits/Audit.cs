using Generalization.Data;
using Generalization.Kernels.Regression;
using Generalization.Kernels.Solvers;
using Generalization.Learning;
using Generalization.Measures.Probabilities;
using Generalization.Measures.WholeSet;
using Generalization.Training;

namespace Generalization.Measures.Audits;

/// <summary>Settings of an audit: what a model can memorize, what it did memorize, which labels look wrong, and what that costs.</summary>
/// <remarks>A kernel learner with a direct solver leaves each example out exactly, and needs neither K-fold nor subsets. A network is
/// watched while it trains. Every other learner is trained again.</remarks>
public sealed record Audit
{
    /// <summary>How much is trained, unless a budget decides. Default: medium.</summary>
    public AuditTier Tier { get; init; } = AuditTier.Medium;

    /// <summary>The time that the audit may take, positive; it decides how much is trained, by how long the first training takes. Default:
    /// null, the tier decides.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not positive.</exception>
    public TimeSpan? Budget
    {
        get;
        init =>
            field =
                value is null || value > TimeSpan.Zero
                    ? value
                    : throw new ArgumentOutOfRangeException(
                        nameof(Budget),
                        FormattableString.Invariant($"Budget must be positive, but was {value}.")
                    );
    }

    /// <summary>Decides everything random. Default: 0.</summary>
    public ulong Seed { get; init; }

    /// <summary>K, the parts of the K-fold, at least 2. Default: 5.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is below 2.</exception>
    public int Folds
    {
        get;
        init =>
            field =
                value >= 2 ? value : throw new ArgumentOutOfRangeException(nameof(Folds), $"Folds must be at least 2, but was {value}.");
    } = 5;

    /// <summary>How many trainings on subsets go side by side, at least 1. Default: 1.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is below 1.</exception>
    public int AtOnce
    {
        get;
        init =>
            field =
                value >= 1 ? value : throw new ArgumentOutOfRangeException(nameof(AtOnce), $"AtOnce must be at least 1, but was {value}.");
    } = 1;

    /// <summary>Where folds, draws and runs are kept as they are made, so that a stopped audit goes on. Default: null, nowhere.</summary>
    public string? Folder { get; init; }

    /// <summary>Words that tell the learner, with all of its settings, from every other, for <see cref="Folder"/>. Default: null, its
    /// own.</summary>
    public string? LearnerWords { get; init; }

    /// <summary>Words that tell <see cref="Judge"/>, with all of its settings, from every other, for <see cref="Folder"/>. A judge that
    /// makes no folds needs none. Default: null, its own.</summary>
    public string? JudgeWords { get; init; }

    /// <summary>How outputs become probabilities. Default: null, as <see cref="OutputProbabilities.RuleFor"/> says.</summary>
    public ProbabilityRule? Rule { get; init; }

    /// <summary>The learner that looks for wrong labels. Labels belong to the data, so another learner may judge them better than the
    /// audited one, for example a kernel that leaves each example out. Default: null, the audited learner itself.</summary>
    public ILearner? Judge { get; init; }

    /// <summary>What counts as a duplicate. Default: null, as for photographs where images have several channels, else stricter.</summary>
    public DuplicateOptions? Duplicates { get; init; }

    /// <summary>Audits a learner.</summary>
    /// <param name="learner">The learner: a network's training, a kernel, any other.</param>
    /// <param name="data">Training and test set, with classes. Where training labels differ from the true ones, as after a corruption, the
    /// result also says how many of them were found.</param>
    /// <param name="training">The network's training, where the caller has watched it already. Default: null, it is trained.</param>
    /// <param name="progress">Hears how far it is. Default: nobody.</param>
    /// <param name="token">Ends the work early; what is done stays in <see cref="Folder"/>.</param>
    /// <exception cref="ArgumentException">The data have no classes or too few examples, or the learner cannot take them. Or there is a
    /// <see cref="Folder"/>, and the learner, or a judge that makes folds, has no words: give <see cref="LearnerWords"/> or
    /// <see cref="JudgeWords"/>.</exception>
    /// <exception cref="IOException">The folder cannot be written to, or is of another audit.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public AuditResult Run(
        ILearner learner,
        TrainTestData data,
        WatchedTraining? training = null,
        IProgress<LearningProgress>? progress = null,
        CancellationToken token = default
    )
    {
        ArgumentNullException.ThrowIfNull(learner);
        ArgumentNullException.ThrowIfNull(data);
        if (data.TargetCount > 0)
            throw new ArgumentException(
                $"An audit is of labels, but {data.Name} has real targets and no classes; give it data with classes.",
                nameof(data)
            );
        if (training is not null && learner is not NetworkLearner)
            throw new ArgumentException(
                $"A training that was watched must be a network's, but the learner is {learner.Name}; leave it out.",
                nameof(training)
            );
        // Both refuse a split that nothing can be learned from, before anything is trained.
        var balance = SplitBalance.Of(data);
        if (Tier != AuditTier.Quick || Budget is not null)
            FoldPlan.Check(data.Train, Folds);
        return new AuditWork(this, learner, data, balance, progress, token).Run(training);
    }

    /// <summary>Says what probabilities and labels alone can tell: which labels look wrong, and which classes overlap.</summary>
    /// <param name="table">The probabilities, out of sample, and the given labels.</param>
    /// <param name="name">What they are of, for the page.</param>
    public AuditResult Run(ProbabilityTable table, string name)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentException.ThrowIfNullOrEmpty(name);
        return TableAudit.Of(this, table, name);
    }

    /// <summary>The learner, leaving each example out while it fits where it can.</summary>
    internal static ILearner LeavingOneOut(ILearner learner) =>
        learner is KernelLearner kernel && LeavesOneOut(learner)
            ? kernel with
            {
                Solver = kernel.Solver with { LeaveOneOut = true },
            }
            : learner;

    /// <summary>Whether a judge may be trained on folds. What a budget has time for shows when the first training is done.</summary>
    internal bool MayMakeFolds(ILearner judge) => !LeavesOneOut(judge) && (Budget is not null || AuditPlan.For(Tier, Folds).Folds > 0);

    internal static bool LeavesOneOut(ILearner learner) => learner is KernelLearner { Solver.Solver: KernelSolver.Direct };
}
