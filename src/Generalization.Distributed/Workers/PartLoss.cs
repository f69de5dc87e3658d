namespace Generalization.Distributed.Workers;

/// <summary>What the weights gave on a part before its gradient.</summary>
/// <param name="Loss">The mean loss.</param>
/// <param name="Correct">The examples whose largest output was their label; 0 where real targets are learned.</param>
public readonly record struct PartLoss(double Loss, int Correct);
