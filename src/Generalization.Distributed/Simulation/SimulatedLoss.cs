namespace Generalization.Distributed.Simulation;

/// <summary>A worker that is lost, and may come again.</summary>
/// <param name="Worker">The worker, from 0.</param>
/// <param name="At">When it is lost, in simulated seconds.</param>
/// <param name="Back">When it comes again; infinite where it does not.</param>
public sealed record SimulatedLoss(int Worker, double At, double Back = double.PositiveInfinity);
