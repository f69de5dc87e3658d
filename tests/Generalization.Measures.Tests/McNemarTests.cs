using Generalization.Measures;

namespace Generalization.Tests.Measures;

public class McNemarTests
{
    [Theory]
    [InlineData(0, 0, 1)]
    [InlineData(7, 7, 1)]
    // 2·(1/2)⁵.
    [InlineData(5, 0, 0.0625)]
    // 2·(1 + 10 + 45)/1024.
    [InlineData(8, 2, 0.109375)]
    [InlineData(2, 8, 0.109375)]
    public void Is_the_exact_binomial_test(int onlyFirst, int onlySecond, double expected) =>
        McNemar.PValue(onlyFirst, onlySecond).Should().BeApproximately(expected, 1e-12);
}
