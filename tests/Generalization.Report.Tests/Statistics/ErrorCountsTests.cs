using Generalization.Report.Statistics;

namespace Generalization.Tests.Statistics;

public class ErrorCountsTests
{
    [Theory]
    // 98.58 against 99.34 % of 50,000, and 99.0 against 100 %.
    [InlineData(710, 330, Agreement.Differs)]
    [InlineData(500, 0, Agreement.Differs)]
    [InlineData(330, 400, Agreement.Agrees)]
    // Few errors scatter by their root.
    [InlineData(3, 0, Agreement.Agrees)]
    [InlineData(9, 0, Agreement.Agrees)]
    [InlineData(10, 0, Agreement.Differs)]
    [InlineData(0, 0, Agreement.Agrees)]
    public void Differ_by_ratio_and_by_number(double first, double second, Agreement agreement)
    {
        ErrorCounts.Compare(first, second).Should().Be(agreement);
        ErrorCounts.Compare(second, first).Should().Be(agreement);
    }
}
