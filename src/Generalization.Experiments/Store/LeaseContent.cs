namespace Generalization.Experiments.Store;

/// <summary>What an owner writes of itself.</summary>
/// <param name="Owner">The process, by its <see cref="OwnerMark"/>.</param>
/// <param name="Beat">Grows by one with every sign of life.</param>
/// <param name="Seconds">How long it has worked.</param>
/// <param name="Released">Whether it has ended its work, so that another may take the run at once.</param>
internal sealed record LeaseContent(string Owner, long Beat, double Seconds, bool Released);
