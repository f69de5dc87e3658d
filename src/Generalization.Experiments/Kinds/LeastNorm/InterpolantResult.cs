namespace Generalization.Experiments.Kinds.LeastNorm;

/// <summary>One interpolant of an under-determined linear problem.</summary>
/// <param name="Name">"least norm" for X⁺Y, or the name of the path that ends there.</param>
/// <param name="Epochs">The number of epochs; null for X⁺Y.</param>
/// <param name="Loss">‖XW − Y‖²/(2n).</param>
/// <param name="Norm">‖W‖.</param>
/// <param name="Distance">‖W − X⁺Y‖.</param>
/// <param name="TrainErrors">Training images whose largest output is not their label.</param>
/// <param name="TestErrors">Test images whose largest output is not their label.</param>
public sealed record InterpolantResult(
    string Name,
    int? Epochs,
    double Loss,
    double Norm,
    double Distance,
    int TrainErrors,
    int TestErrors
);
