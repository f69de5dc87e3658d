using Generalization.Kernels.Functions;
using Generalization.Randomness;
using MathNet.Numerics.LinearAlgebra;

namespace Generalization.Tests;

/// <summary>Slow, obvious answers in double, and points to ask for.</summary>
internal static class Slow
{
    public static double[,] RandomPoints(int n, int d, ulong seed, double scale = 1)
    {
        var stream = new RandomKey(seed, RandomPurpose.Custom).Stream(0);
        var points = new double[n, d];
        for (var i = 0; i < n; i++)
        for (var j = 0; j < d; j++)
            points[i, j] = scale * stream.NextGaussianPair().First;
        return points;
    }

    public static double Value(Kernel kernel, double[] x, double[] y)
    {
        double product = 0,
            xx = 0,
            yy = 0,
            square = 0,
            absolute = 0;
        for (var i = 0; i < x.Length; i++)
        {
            product += x[i] * y[i];
            xx += x[i] * x[i];
            yy += y[i] * y[i];
            square += (x[i] - y[i]) * (x[i] - y[i]);
            absolute += Math.Abs(x[i] - y[i]);
        }

        switch (kernel)
        {
            case GaussianKernel k:
                return Math.Exp(-k.Gamma * square);
            case LaplacianKernel k:
                return Math.Exp(-k.Gamma * absolute);
            case LinearKernel:
                return product;
            case PolynomialKernel k:
                return Math.Pow(k.Gamma * product + k.Offset, k.Degree);
            case ArcCosineKernel k:
                var lengths = Math.Sqrt(xx) * Math.Sqrt(yy);
                var cosine = lengths == 0 ? 0 : Math.Clamp(product / lengths, -1, 1);
                var angle = Math.Acos(cosine);
                return k.Order == 0 ? 1 - angle / Math.PI : lengths * (Math.Sin(angle) + (Math.PI - angle) * cosine) / Math.PI;
            default:
                throw new NotSupportedException();
        }
    }

    public static Matrix<double> Gram(Kernel kernel, double[,] x, double[,] y) =>
        Matrix<double>.Build.Dense(x.GetLength(0), y.GetLength(0), (i, j) => Value(kernel, Row(x, i), Row(y, j)));

    public static double[] Row(double[,] points, int i) => [.. Enumerable.Range(0, points.GetLength(1)).Select(j => points[i, j])];

    public static double[,] RandomTargets(int n, int c, ulong seed) => RandomPoints(n, c, seed + 1_000_000);

    public static Matrix<double> Matrix(double[,] values) => Matrix<double>.Build.DenseOfArray(values);

    public static double LargestDifference(Matrix<double> a, Matrix<double> b) => (a - b).Enumerate().Max(Math.Abs);
}
