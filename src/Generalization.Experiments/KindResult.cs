namespace Generalization.Experiments;

/// <summary>The numbers of an experiment; a record for each kind.</summary>
public abstract record KindResult;
