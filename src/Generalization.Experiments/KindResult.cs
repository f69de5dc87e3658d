namespace Generalization.Experiments;

/// <summary>The numbers of an experiment; each kind has a record of its own.</summary>
public abstract record KindResult;
