namespace Generalization.Kernels.LeastNorm;

/// <summary>Where gradient descent or SGD is after an epoch.</summary>
/// <param name="Epoch">Epochs made; 0 is the start.</param>
/// <param name="Distance">‖w − X⁺y‖.</param>
/// <param name="Norm">‖w‖.</param>
/// <param name="Loss">‖Xw − y‖²/(2n).</param>
public sealed record LeastSquaresPathPoint(int Epoch, double Distance, double Norm, double Loss);
