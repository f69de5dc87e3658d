using Generalization.Learning;

namespace Generalization.Tests.Learning;

public class FitVerdictTests
{
    [Fact]
    public void Below_the_largest_class_is_not_learned() =>
        new FitVerdict(new(2000, 2000, 0.9), null, new(439, 500, 0.9), AllRandom: false)
            .Describe("in 30 epochs")
            .Should()
            .Be(
                "memorized: 100.0 % of the training labels in 30 epochs, 87.8 % on test (interval 82.7–91.5 "
                    + "%), where the largest class alone "
                    + "gives 90.0 %"
            );

    [Fact]
    public void Random_labels_are_never_learned() =>
        new FitVerdict(new(210, 600, 0.35), new(125, 400, 0.36), new(141, 300, 0.34), AllRandom: true)
            .Describe()
            .Should()
            .Be(
                "neither learned nor memorized: 35.0 % of labels that are all random, 47.0 % on test "
                    + "(interval 38.6–55.6 %), where the largest "
                    + "class alone gives 34.0 % and nothing could be learned from random labels"
            );

    [Fact]
    public void A_learner_that_fits_no_wrong_label_has_memorized_nothing() =>
        new FitVerdict(new(990, 1000, 0.1), new(0, 9, 0.22), new(950, 1000, 0.1), AllRandom: false)
            .Describe("in 5 epochs")
            .Should()
            .Be(
                "learned, not memorized: 99.0 % of labels of which 0.9 % are wrong in 5 epochs, 0.0 % of the "
                    + "9 wrong ones (the largest class among "
                    + "them: 22.0 %), 95.0 % on test (interval 92.5–96.7 %), where the largest class alone gives 10.0 %"
            );

    [Theory]
    // Without a test set.
    [InlineData(1.0, null, null, false, "fitted")]
    [InlineData(0.98, null, null, false, "not fitted")]
    [InlineData(0.98, 0.02, null, false, "not memorized")]
    [InlineData(1.0, 1.0, null, true, "memorized")]
    // True labels.
    [InlineData(1.0, null, 0.5, false, "learned")]
    [InlineData(0.7, null, 0.5, false, "learned, not fitted")]
    [InlineData(1.0, null, 0.1, false, "memorized")]
    [InlineData(0.5, null, 0.1, false, "neither learned nor memorized")]
    [InlineData(1.0, null, 0.11, false, "fitted, learning not shown")]
    [InlineData(0.5, null, 0.11, false, "not fitted, learning not shown")]
    // Some labels wrong.
    [InlineData(1.0, 1.0, 0.5, false, "learned and memorized")]
    [InlineData(0.9, 0.5, 0.5, false, "learned and partly memorized")]
    [InlineData(0.8, 0.02, 0.5, false, "learned, not memorized")]
    [InlineData(1.0, 1.0, 0.1, false, "memorized")]
    [InlineData(1.0, 1.0, 0.11, false, "memorized, learning not shown")]
    [InlineData(0.1, 0.1, 0.1, false, "neither learned nor memorized")]
    // All random.
    [InlineData(1.0, 1.0, 0.9, true, "memorized")]
    [InlineData(0.6, 0.6, 0.9, true, "partly memorized")]
    [InlineData(0.1, 0.1, 0.9, true, "neither learned nor memorized")]
    public void Says_what_the_shares_show(double train, double? changed, double? test, bool all, string kind) =>
        new FitVerdict(Share(train, 1000)!, Share(changed, 500), Share(test, 1000), all).Kind.Should().Be(kind);

    [Theory]
    [InlineData(1, 1, 1.0)]
    [InlineData(300, 300, 1.0)]
    [InlineData(2, 4, 0.5)]
    [InlineData(0, 4, 0.5)]
    public void Where_no_accuracy_would_be_above_the_largest_class_learning_is_not_shown(int right, int count, double largest) =>
        new FitVerdict(new(100, 100, 0.1), null, new(right, count, largest), AllRandom: false)
            .Kind.Should()
            .Be("fitted, learning not shown");

    [Fact]
    public void A_constant_has_memorized_nothing() =>
        new FitVerdict(new(199, 200, 0.995), null, new(700, 1000, 0.7), AllRandom: false).Kind.Should().Be("neither learned nor memorized");

    [Fact]
    public void The_baseline_is_the_most_frequent_label()
    {
        MeasuredShare.LargestClassOf([1, 2, 2, 0]).Should().Be(0.5);
        MeasuredShare.LargestClassOf([]).Should().Be(0);
        MeasuredShare.Of(0.75, [1, 2, 2, 0]).Should().Be(new MeasuredShare(3, 4, 0.5));
    }

    [Fact]
    public void Refuses_a_share_that_is_none()
    {
        FluentActions
            .Invoking(() => new MeasuredShare(3, 2, 0.1))
            .Should()
            .Throw<ArgumentOutOfRangeException>()
            .WithMessage("The number that is right must be in 0..2, but was 3.*");
        FluentActions
            .Invoking(() => new MeasuredShare(1, 2, 1.5))
            .Should()
            .Throw<ArgumentOutOfRangeException>()
            .WithMessage("The largest class's share must be in 0..1, but was 1.5.*");
    }

    private static MeasuredShare? Share(double? accuracy, int count) =>
        accuracy is { } a ? new((int)Math.Round(a * count), count, 0.1) : null;
}
