namespace Generalization.Experiments;

/// <summary>A column of a table of runs.</summary>
/// <param name="Name">The name, camelCase.</param>
/// <param name="Of">A run's value, invariant; null where there is none, also for runs of other kinds.</param>
public sealed record RunColumn(string Name, Func<Run, object?> Of);
