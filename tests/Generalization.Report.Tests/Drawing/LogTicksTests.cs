using Generalization.Report.Drawing;

namespace Generalization.Tests.Drawing;

public class LogTicksTests
{
    [Theory]
    [InlineData(400, 10_000, "500 1,000 2,000 5,000 10,000")]
    [InlineData(0.0002, 0.3, "0.001 0.01 0.1")]
    [InlineData(0.002, 0.3, "0.002 0.005 0.01 0.02 0.05 0.1 0.2")]
    [InlineData(2e-7, 2e6, "1e-6 1e-4 0.01 1 100 10,000 1e6")]
    [InlineData(1e-16, 1e9, "1e-15 1e-12 1e-9 1e-6 0.001 1 1,000 1e6 1e9")]
    [InlineData(3, 4, "3 4")]
    [InlineData(7, 7, "7")]
    public void Can_be_read_over_any_range(double lowest, double highest, string expected)
    {
        var ticks = LogTicks.Of(Math.Log10(lowest), Math.Log10(highest));
        string.Join(' ', ticks.Select(t => t.Label)).Should().Be(expected);
        ticks
            .Select(t => t.Logarithm)
            .Should()
            .BeInAscendingOrder()
            .And.OnlyContain(t => t >= Math.Log10(lowest) && t <= Math.Log10(highest));
    }
}
