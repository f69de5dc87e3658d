using Generalization.Identity;
using Generalization.Kernels.Points;
using Generalization.Kernels.Regression;
using Generalization.Kernels.Solvers;
using Generalization.Tests.Support;
using static TorchSharp.torch;

namespace Generalization.Tests.Functions;

[NoTensorLeaks]
public class KernelCallTests
{
    private static readonly double[,] X = Slow.RandomPoints(5, 2, 1);

    private static void Refused(OwnKernel kernel, string sentence)
    {
        using var points = PointSet.Of(X);
        FluentActions
            .Invoking(() => KernelRegression.Fit(kernel, points, [Slow.RandomTargets(5, 1, 1)]))
            .Should()
            .Throw<FaultyPartException>()
            .WithMessage(sentence)
            .Which.Message.Should()
            .NotContain("\n");
    }

    [Fact]
    public void A_diagonal_of_another_shape_or_type_is_refused_in_a_sentence()
    {
        Refused(
            new OwnKernel((_, _, _) => { }, s => s.unsqueeze(1)),
            "The diagonal of the kernel own must be (5) in Float64, but was (5, 1) in Float64; correct its method Diagonal."
        );
        Refused(
            new OwnKernel((_, _, _) => { }, s => s.narrow(0, 0, 1)),
            "The diagonal of the kernel own must be (5) in Float64, but was (1) in Float64; correct its method Diagonal."
        );
        Refused(
            new OwnKernel((_, _, _) => { }, s => s.to(ScalarType.Float32)),
            "The diagonal of the kernel own must be (5) in Float64, but was (5) in Float32; correct its method Diagonal."
        );
        Refused(new OwnKernel((_, _, _) => { }, _ => null!), "The kernel own must give a tensor, but gave null.");
    }

    [Fact]
    public void A_tile_of_another_shape_is_refused_in_a_sentence() =>
        Refused(
            new OwnKernel((p, _, _) => p.unsqueeze_(0), s => s.clone()),
            "The kernel own must leave the shape of the tile that it fills, (5, 5), but left (1, 5, 5); correct it."
        );

    [Fact]
    public void What_libtorch_refuses_is_a_sentence_with_the_kernels_name()
    {
        Refused(
            new OwnKernel((p, _, _) => p.add_(ones(7)), s => s.clone()),
            "The kernel own asks libtorch for what it refuses (*); correct it."
        );
        using var points = PointSet.Of(X);
        using var model = new KernelModel(
            new OwnKernel((p, _, _) => p.add_(ones(7)), s => s.clone()),
            points,
            new KernelSolution(new double[5, 1], [0], null, [])
        );
        FluentActions.Invoking(() => model.Predict(points)).Should().Throw<FaultyPartException>();
    }
}
