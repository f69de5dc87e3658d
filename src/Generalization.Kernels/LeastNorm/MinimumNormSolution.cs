namespace Generalization.Kernels.LeastNorm;

/// <summary>X⁺ Y, the least-squares solution of least norm.</summary>
public sealed record MinimumNormSolution
{
    /// <summary>W = X⁺ Y, (d, c).</summary>
    public required double[,] Coefficients { get; init; }

    /// <summary>‖W‖, over all columns.</summary>
    public required double Norm { get; init; }

    /// <summary>The largest |XW − Y|; about 0 where W interpolates.</summary>
    public required double MaxError { get; init; }

    /// <summary>X's rank to working precision.</summary>
    public required int Rank { get; init; }
}
