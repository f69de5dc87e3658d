using Generalization.Files;
using Generalization.Kernels.Functions;
using Generalization.Kernels.Points;
using Generalization.Kernels.Regression;
using Generalization.Kernels.Solvers;
using Generalization.Tests.Support;

namespace Generalization.Tests.Fuzzing;

[NoTensorLeaks]
public sealed class KernelFilesTests
{
    [Fact]
    public void A_kernel_model()
    {
        var path = Path.GetTempFileName();
        try
        {
            using var points = PointSet.Of(Slow.RandomPoints(4, 3, 1));
            byte[] Seed(Kernel kernel)
            {
                using var model = new KernelModel(kernel, points, new KernelSolution(Slow.RandomTargets(4, 2, 1), [0, 0], null, []));
                model.Save(path);
                return File.ReadAllBytes(path);
            }

            new Fuzz("kernel", typeof(SafeTensorsFormatException)).Run(
                bytes =>
                {
                    File.WriteAllBytes(path, bytes);
                    KernelModel.Load(path).Dispose();
                },
                Seed(new GaussianKernel(0.4)),
                Seed(new LinearKernel())
            );
        }
        finally
        {
            File.Delete(path);
        }
    }
}
