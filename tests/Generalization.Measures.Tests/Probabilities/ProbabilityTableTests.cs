using Generalization.Measures.Probabilities;

namespace Generalization.Tests.Measures.Probabilities;

public class ProbabilityTableTests
{
    private static readonly double[,] Rows =
    {
        { 0.7, 0.2, 0.1 },
        { 0.3, 0.4, 0.3 },
        { 0.5, 0.0, 0.5 },
    };

    [Fact]
    public void A_table_keeps_what_it_is_given()
    {
        var table = ProbabilityTable.Of(Rows, [0, 1, 2], ["a", "b", "c"]);
        (table.Count, table.ClassCount).Should().Be((3, 3));
        table.Row(1).ToArray().Should().Equal(0.3, 0.4, 0.3);
        table.Labels.ToArray().Should().Equal(0, 1, 2);
        table.LabelCounts.Should().Equal(1, 1, 1);
        table.ClassNames.Should().Equal("a", "b", "c");
        // Of equal probabilities the first, so that the third label is not the prediction.
        Enumerable.Range(0, 3).Select(table.Predicted).Should().Equal(0, 1, 0);
        table.Accuracy.Should().BeApproximately(2.0 / 3, 1e-15);
    }

    [Fact]
    public void Nothing_of_the_callers_is_kept()
    {
        var rows = (double[,])Rows.Clone();
        long[] labels = [0, 1, 2];
        var table = ProbabilityTable.Of(rows, labels);
        (rows[0, 0], labels[0]) = (9, 9);
        table.Row(0)[0].Should().Be(0.7);
        table.Labels[0].Should().Be(0);
    }

    [Fact]
    public void Rows_may_come_one_after_another() =>
        ProbabilityTable.Of([0.5, 0.5, 0.25, 0.75], 2, [0, 1]).Row(1).ToArray().Should().Equal(0.25, 0.75);

    [Fact]
    public void A_row_that_does_not_sum_to_1_is_refused() =>
        Refused(
            () =>
                ProbabilityTable.Of(
                    new[,]
                    {
                        { 0.5, 0.5 },
                        { 0.5, 0.4 },
                    },
                    [0, 1]
                ),
            "The probabilities must sum to 1 in each row, within 0.001, but those of example 1 sum to 0.9. Give the probabilities of all "
                + "classes and nothing else, or set SumTolerance in a program where they were rounded."
        );

    [Fact]
    public void Rounded_rows_are_taken_where_it_is_allowed()
    {
        double[,] rounded =
        {
            { 0.33, 0.33, 0.33 },
            { 0.1, 0.8, 0.1 },
            { 0, 0, 1 },
        };
        new Action(() => ProbabilityTable.Of(rounded, [0, 1, 2])).Should().Throw<ProbabilityTableException>();
        ProbabilityTable.Of(rounded, [0, 1, 2], options: new() { SumTolerance = 0.011 }).Row(0)[0].Should().Be(0.33);
    }

    [Fact]
    public void A_negative_probability_is_refused() =>
        Refused(
            () =>
                ProbabilityTable.Of(
                    new[,]
                    {
                        { 0.5, 0.5 },
                        { -0.5, 1.5 },
                    },
                    [0, 1],
                    ["cat", "dog"]
                ),
            "The probabilities must be 0 or more, but example 1 has -0.5 for class 0 (cat). Give "
                + "probabilities, such as a softmax makes of a "
                + "network's outputs."
        );

    [Theory]
    [InlineData(double.NaN, "NaN")]
    [InlineData(double.PositiveInfinity, "Infinity")]
    public void A_probability_that_is_no_finite_number_is_refused(double p, string shown) =>
        Refused(
            () =>
                ProbabilityTable.Of(
                    new[,]
                    {
                        { p, 0.5 },
                        { 0.5, 0.5 },
                    },
                    [0, 1]
                ),
            $"The probabilities must be finite numbers, but example 0 has {shown} for class 0. Look for a training that diverged, or take "
                + "the example out."
        );

    [Theory]
    [InlineData(2)]
    [InlineData(-1)]
    public void A_label_that_is_no_class_is_refused(long label) =>
        Refused(
            () =>
                ProbabilityTable.Of(
                    new[,]
                    {
                        { 0.5, 0.5 },
                        { 0.5, 0.5 },
                    },
                    [0, label]
                ),
            $"The labels must lie in 0 … 1, as there are 2 classes, but that of example 1 is {label}. Count "
                + "classes from 0, in the order of "
                + "the columns."
        );

    [Fact]
    public void A_class_without_an_example_is_refused() =>
        Refused(
            () => ProbabilityTable.Of(Rows, [0, 1, 0], ["a", "b", "c"]),
            "The labels must have an example of each class, but class 2 (c) has none. Take its column out, or set "
                + "AllowClassesWithoutExample."
        );

    [Fact]
    public void A_class_without_an_example_is_taken_where_it_is_allowed() =>
        ProbabilityTable.Of(Rows, [0, 1, 0], options: new() { AllowClassesWithoutExample = true }).LabelCounts.Should().Equal(2, 1, 0);

    [Theory]
    [InlineData(2, "there are 3 rows and 2 labels")]
    [InlineData(4, "there are 3 rows and 4 labels")]
    public void Fewer_or_more_labels_than_rows_are_refused(int labels, string found) =>
        Refused(
            () => ProbabilityTable.Of(Rows, new long[labels]),
            $"The probabilities must have a row for each label, but {found}. Give both for the same examples, in the same order."
        );

    [Fact]
    public void One_column_alone_is_refused() =>
        Refused(
            () =>
                ProbabilityTable.Of(
                    new[,]
                    {
                        { 1.0 },
                        { 1.0 },
                    },
                    [0, 0]
                ),
            "The probabilities must be of at least two classes, but they have 1 column. For two classes, give the columns 1 − p and p."
        );

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Labels_of_one_class_alone_are_refused(bool allowed) =>
        Refused(
            () => ProbabilityTable.Of(Rows, [1, 1, 1], options: new() { AllowClassesWithoutExample = allowed }),
            "The labels must be of at least two classes, but all 3 are of class 1. Give examples of other classes too."
        );

    [Fact]
    public void An_empty_table_is_refused() =>
        Refused(
            () => ProbabilityTable.Of(new double[0, 3], []),
            "The probabilities must have at least one row, but there is none. Give a row for each example."
        );

    [Fact]
    public void Part_of_a_row_is_refused() =>
        Refused(
            () => ProbabilityTable.Of([0.5, 0.5, 0.5], 2, [0]),
            "The probabilities must have a whole number of rows of 2, but there are 3 values. Give n · k values, row after row."
        );

    [Fact]
    public void Other_names_than_columns_are_refused() =>
        Refused(
            () => ProbabilityTable.Of(Rows, [0, 1, 2], ["a", "b"]),
            "The probabilities must have a column for each of 2 class names, but they have 3. Name the classes in the order of the columns."
        );

    [Fact]
    public void A_tolerance_outside_its_range_is_refused() =>
        new Action(() => _ = new ProbabilityTableOptions { SumTolerance = 0.2 })
            .Should()
            .Throw<ArgumentOutOfRangeException>()
            .WithMessage("SumTolerance must lie in [0, 0.1], but was 0.2.*");

    private static void Refused(Action act, string sentence) =>
        act.Should().Throw<ProbabilityTableException>().Which.Message.Should().Be(sentence);
}
