namespace Generalization.Experiments;

/// <summary>What running an experiment gives.</summary>
/// <param name="Numbers">Its numbers.</param>
/// <param name="DataHash">The training set's SHA-256, as trained on. Default: null, there is no data set.</param>
/// <param name="WeightsHash">The SHA-256 of the trained weights. Default: null, there are none.</param>
public sealed record KindOutcome(KindResult Numbers, string? DataHash = null, string? WeightsHash = null);
