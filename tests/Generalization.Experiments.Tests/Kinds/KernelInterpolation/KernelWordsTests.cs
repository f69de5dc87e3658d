using Generalization.Experiments.Kinds.KernelInterpolation;

namespace Generalization.Tests.Kinds.KernelInterpolation;

public class KernelWordsTests
{
    private static readonly KernelExperiment Pixels = new() { Dataset = "mnist", Gamma = 0.013 };

    private static string? Differences(KernelExperiment e) => e.Kind.DifferencesOf(e);

    [Fact]
    public void A_rough_solution_is_said_to_be_one()
    {
        Differences(Pixels).Should().Be("γ 0.013");
        Differences(Pixels with { Solver = "iterative" }).Should().Be("γ 0.013, iterative to 1E-06");
        Differences(Pixels with { Solver = "iterative", Tolerance = 1.5e-4 }).Should().Be("γ 0.013, iterative to 1.5E-04");
        Differences(Pixels with { Precision = "mixed" }).Should().Be("γ 0.013, mixed precision");
        Differences(Pixels with { Precision = "mixed", Tolerance = 1e-3 }).Should().Be("γ 0.013, mixed precision to 1E-03");
    }

    [Fact]
    public void Random_filters_have_no_width()
    {
        var filters = Pixels with { Features = "random-conv", Kernel = "linear", Gamma = 0.02 };
        Differences(filters).Should().BeNull();
        Differences(filters with { Ridge = 0.5 }).Should().Be("λ 0.5");
        Differences(filters with { Ridge = 0.5, Precision = "mixed" }).Should().Be("λ 0.5, mixed precision");
    }
}
