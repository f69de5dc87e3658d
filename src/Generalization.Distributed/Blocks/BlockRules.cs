using Generalization.Distributed.Policies;
using Generalization.Distributed.Work;
using Generalization.Training.Schedules;
using Generalization.Training.Updates;

namespace Generalization.Distributed.Blocks;

/// <summary>How the blocks of a training become others: the same rules for all of them.</summary>
/// <param name="Plan">The parts, with the policy.</param>
/// <param name="Optimizer">The update of a gradient, as on one machine.</param>
/// <param name="Schedule">The learning rate of update 0, 1, …</param>
/// <param name="Remedy">What is done about staleness.</param>
public sealed record BlockRules(WorkPlan Plan, Optimizer Optimizer, LearningRateSchedule Schedule, StalenessRemedy Remedy);
