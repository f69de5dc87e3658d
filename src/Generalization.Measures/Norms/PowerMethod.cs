using Generalization.Randomness;
using Generalization.Torch;
using MathNet.Numerics.LinearAlgebra;
using TorchSharp;
using static TorchSharp.torch;

namespace Generalization.Measures.Norms;

/// <summary>The power method for the largest singular value of a linear map A, with all iterates combined (Lanczos on AᵀA, each vector kept
/// orthogonal to all before it).</summary>
/// <param name="map">A, in float64; it must have a gradient.</param>
/// <param name="shape">The input's shape.</param>
/// <param name="device">Where it is.</param>
internal sealed class PowerMethod(Func<Tensor, Tensor> map, long[] shape, Device device)
{
    private const double SmallestResidual = 1e-6;

    // Of σ²: what is left of a vector below it is rounding.
    private const double Rounding = 1e-13;

    // Eigenvalues of the small matrix are looked at every so many steps.
    private const int LookEvery = 4;

    private readonly long size = shape.Aggregate(1L, (a, b) => a * b);

    public SpectralNorm Run(RandomStream start, CancellationToken token)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        var most = (int)Math.Min(SpectralNorm.MostIterations, size);
        var basis = empty([most + 1, size], ScalarType.Float64, device); // rows are the vectors; memory comes as they do
        var values = new float[size];
        start.FillGaussian(values);
        var first = tensor(values).to(ScalarType.Float64).to(device);
        basis.select(0, 0).copy_(first.div(Length(first)));
        var (diagonal, beside) = (new List<double>(), new List<double>());
        for (var i = 0; ; i++)
        {
            token.ThrowIfCancellationRequested();
            using var step = NewDisposeScope();
            var direction = basis.select(0, i);
            var next = Image(direction);
            diagonal.Add(next.dot(direction).item<double>());
            var before = basis.narrow(0, 0, i + 1);
            // Twice: what rounding leaves of the earlier vectors after once would grow.
            for (var pass = 0; pass < 2; pass++)
                next = next.Plus(before.t().mv(before.mv(next)), -1);
            var length = Length(next);
            var left = length.item<double>();
            var isWhole = i + 1 == most || left <= Rounding * diagonal.Max();
            if (isWhole || i % LookEvery == LookEvery - 1)
            {
                var (squared, residual) = Largest(diagonal, beside, i + 1 == size ? 0 : left);
                if (isWhole || residual <= SmallestResidual)
                    return new(Math.Sqrt(squared), i + 1, residual, residual <= SmallestResidual);
            }

            beside.Add(left);
            basis.select(0, i + 1).copy_(next.div(length));
        }
    }

    private static Tensor Length(Tensor vector) => vector.dot(vector).sqrt();

    /// <summary>The largest eigenvalue of the tridiagonal matrix and, relatively, how far its vector is from one of AᵀA.</summary>
    private static (double Squared, double Residual) Largest(List<double> diagonal, List<double> beside, double left)
    {
        var small = Matrix<double>.Build.Dense(
            diagonal.Count,
            diagonal.Count,
            (r, c) =>
                r == c ? diagonal[r]
                : Math.Abs(r - c) == 1 ? beside[Math.Min(r, c)]
                : 0
        );
        var evd = small.Evd(Symmetricity.Symmetric);
        var at = evd.EigenValues.Index().MaxBy(e => e.Item.Real).Index;
        var squared = Math.Max(0, evd.EigenValues[at].Real);
        return (squared, squared == 0 ? 0 : left * Math.Abs(evd.EigenVectors[diagonal.Count - 1, at]) / squared);
    }

    /// <summary>AᵀAv.</summary>
    private Tensor Image(Tensor direction)
    {
        using var scope = NewDisposeScope();
        using var gradients = enable_grad();
        var input = direction.reshape(shape).clone().requires_grad_();
        var output = map(input);
        return autograd.grad([output], [input], [output.detach()])[0].detach().flatten().MoveToOuterDisposeScope();
    }
}
