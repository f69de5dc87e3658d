using CsCheck;
using Generalization.Measures.LabelErrors;
using Generalization.Measures.Probabilities;

namespace Generalization.Tests.Measures.LabelErrors;

public class ConfidentJointTests
{
    /// <summary>Thresholds 0.6 and 0.7; the third example is labelled 0 and confidently of 1, the fourth confidently of nothing.</summary>
    private static ProbabilityTable Table { get; } =
        ProbabilityTable.Of(
            new[,]
            {
                { 0.9, 0.1 },
                { 0.8, 0.2 },
                { 0.1, 0.9 },
                { 0.58, 0.42 },
                { 0.62, 0.38 },
                { 0.3, 0.7 },
                { 0.3, 0.7 },
            },
            [0, 0, 0, 0, 0, 1, 1]
        );

    [Fact]
    public void By_hand()
    {
        var joint = ConfidentJoint.Of(Table);
        joint.Thresholds[0].Should().BeApproximately(0.6, 1e-15);
        joint.Thresholds[1].Should().BeApproximately(0.7, 1e-15);
        joint.Classes.Should().Equal(0, 0, 1, -1, 0, 1, 1);
        joint.Counts[0].Should().Equal(3, 1);
        joint.Counts[1].Should().Equal(0, 2);
        (joint.OffDiagonal, joint.ConfidentCount).Should().Be((1, 6));
        // Five examples are labelled 0, of which a quarter is wrong by the four that are confident.
        joint.Calibrated[0].Should().Equal(3.75, 1.25);
        joint.Calibrated[1].Should().Equal(0, 2);
        joint.Joint[0][1].Should().BeApproximately(1.25 / 7, 1e-15);
        joint.NoiseRate.Value.Should().BeApproximately(1.25 / 7, 1e-15);
        joint.NoiseRate.StandardError.Should().BeApproximately(5.0 / 7 * Math.Sqrt(0.25 * 0.75 / 4), 1e-15);
        joint.InverseNoiseMatrix[0].Should().Equal(0.75, 0.25);
        joint.NoiseMatrix[0][1].Should().BeApproximately(1.25 / 3.25, 1e-15);
        joint.NoiseMatrix[1][1].Should().BeApproximately(2 / 3.25, 1e-15);
    }

    [Fact]
    public void Of_several_confident_classes_the_likeliest_counts_and_the_first_of_equal_ones()
    {
        // Thresholds 0.4, 0.3 and 0.3.
        var table = ProbabilityTable.Of(
            new[,]
            {
                { 0.4, 0.3, 0.3 },
                { 0.35, 0.3, 0.35 },
                { 0.35, 0.35, 0.3 },
            },
            [0, 1, 2]
        );
        // Class 0 is the largest of the first and confident; the others are below its threshold, though class 0 is their argmax.
        ConfidentJoint.Of(table).Classes.Should().Equal(0, 2, 1);
    }

    /// <summary>The mean of 0.1, many times, is rounded above 0.1, which must not shut the class out.</summary>
    [Fact]
    public void A_mean_that_is_rounded_up_is_reached()
    {
        const int n = 30;
        var values = new double[n, 3];
        var labels = new long[n];
        for (var i = 0; i < n; i++)
            (values[i, 0], values[i, 1], values[i, 2], labels[i]) = (0.1, 0.2, 0.7, i % 3);
        var joint = ConfidentJoint.Of(ProbabilityTable.Of(values, labels));
        joint.Classes.Should().AllBeEquivalentTo(2);
        joint.OffDiagonal.Should().Be(20);
    }

    [Fact]
    public void A_class_without_an_example_is_nobodys()
    {
        var table = ProbabilityTable.Of(
            new[,]
            {
                { 0.5, 0.1, 0.4 },
                { 0.1, 0.5, 0.4 },
                { 0, 0, 1 },
            },
            [0, 1, 0],
            options: new() { AllowClassesWithoutExample = true }
        );
        var joint = ConfidentJoint.Of(table);
        joint.Thresholds[2].Should().Be(double.PositiveInfinity);
        joint.Classes.Should().Equal(0, 1, -1);
        joint.InverseNoiseMatrix[2].Should().Equal(0, 0, 1);
        joint.NoiseMatrix[2].Should().Equal(0, 0, 1);
    }

    [Fact]
    public void It_is_what_the_definition_says() =>
        RandomTable.Any.Sample(table =>
        {
            var (counts, thresholds) = Slow(table);
            var joint = ConfidentJoint.Of(table);
            var (n, k) = (table.Count, table.ClassCount);
            double wrong = 0;
            for (var y = 0; y < k; y++)
            {
                joint.Thresholds[y].Should().BeApproximately(thresholds[y], 1e-12);
                joint.Counts[y].Should().Equal(counts[y]);
                joint.Calibrated[y].Sum().Should().BeApproximately(table.LabelCounts[y], 1e-9);
                joint.InverseNoiseMatrix[y].Sum().Should().BeApproximately(1, 1e-9);
                Enumerable.Range(0, k).Sum(l => joint.NoiseMatrix[l][y]).Should().BeApproximately(1, 1e-9);
                for (var j = 0; j < k; j++)
                {
                    double expected =
                        counts[y].Sum() > 0 ? (double)counts[y][j] / counts[y].Sum() * table.LabelCounts[y] / n
                        : y == j ? (double)table.LabelCounts[y] / n
                        : 0;
                    joint.Joint[y][j].Should().BeApproximately(expected, 1e-12);
                    wrong += y == j ? 0 : expected;
                }
            }

            joint.NoiseRate.Value.Should().BeApproximately(wrong, 1e-12);
            joint.NoiseRate.Low.Should().BeLessThanOrEqualTo(joint.NoiseRate.Value + 1e-12).And.BeGreaterThanOrEqualTo(0);
            joint.NoiseRate.High.Should().BeGreaterThanOrEqualTo(joint.NoiseRate.Value - 1e-12).And.BeLessThanOrEqualTo(1);
        });

    // Sentence by sentence, as the paper has it.
    private static (int[][] Counts, double[] Thresholds) Slow(ProbabilityTable table)
    {
        var k = table.ClassCount;
        long[] labels = table.Labels.ToArray();
        double[] thresholds =
        [
            .. Enumerable
                .Range(0, k)
                .Select(j => Enumerable.Range(0, labels.Length).Where(i => labels[i] == j).Average(i => table.Row(i)[j])),
        ];
        int[][] counts = [.. Enumerable.Range(0, k).Select(_ => new int[k])];
        for (var i = 0; i < labels.Length; i++)
        {
            var row = table.Row(i).ToArray();
            int[] confident = [.. Enumerable.Range(0, k).Where(j => row[j] > thresholds[j] - 1e-13)];
            if (confident.Length > 0)
                counts[labels[i]][confident.MaxBy(j => row[j])]++;
        }

        return (counts, thresholds);
    }
}
