using Generalization.Identity;
using Generalization.Inputs;
using Generalization.Training.History;
using Generalization.Training.Schedules;

namespace Generalization.Tests.Identity;

public class DescriptionTests
{
    private enum Kind
    {
        Slow,
    }

    private sealed record Warmup(double Rate, long Steps, Kind Kind, string? Note) : LearningRateSchedule
    {
        private readonly float[] parts = [0.5f, 1];

        public override double At(long step) => Rate * parts[0];
    }

    private sealed record ByFunction(Func<long, double> Rate) : LearningRateSchedule
    {
        public override double At(long step) => Rate(step);
    }

    private sealed class Captured(Func<bool> ends) : IDescribed
    {
        public string Describe() => Description.ByType(this);

        public bool Ends() => ends();
    }

    private sealed record Nested(LearningRateSchedule Inner, IReadOnlyList<StoppingRule> Rules) : StoppingRule
    {
        public override bool IsMet(IReadOnlyList<EpochRecord> epochs) => Inner.At(Rules.Count) > 0;
    }

    private sealed record Holding(Stream Stream);

    [Fact]
    public void What_has_no_words_is_its_type_and_every_value_in_it() =>
        new Warmup(10.5, 3, Kind.Slow, null)
            .Describe()
            .Should()
            .Be($"{typeof(Warmup)} {{ Rate = 10.5, Steps = 3, Kind = Slow, Note = none, parts = [0.5, 1] }}");

    [Fact]
    public void What_it_holds_says_its_own_words() =>
        new Nested(new ConstantRate(0.1), [new Fitted(), new Patience(3)])
            .Describe()
            .Should()
            .Be($"{typeof(Nested)} {{ Inner = constant-rate 0.1, Rules = [fitted, patience of 3 epochs] }}");

    [Fact]
    public void A_delegate_and_a_handle_are_refused_in_a_sentence()
    {
        FluentActions
            .Invoking(() => new ByFunction(s => s).Describe())
            .Should()
            .Throw<ArgumentException>()
            .WithMessage($"{typeof(ByFunction)} holds the delegate Rate, and one delegate cannot be told from another, *");
        FluentActions
            .Invoking(() => new Captured(() => true).Describe())
            .Should()
            .Throw<ArgumentException>()
            .WithMessage("*holds the delegate ends*");
        FluentActions
            .Invoking(() => Description.Of(new Holding(new MemoryStream())))
            .Should()
            .Throw<ArgumentException>()
            .WithMessage($"{typeof(Holding)} holds Stream, a System.IO.MemoryStream, of which two cannot be told apart by words; *");
    }

    /// <summary>The words are in people's files: who changes one orphans them.</summary>
    [Fact]
    public void Words_that_are_in_files_stay()
    {
        Description.Of(new ConstantRate(0.1)).Should().Be("constant-rate 0.1");
        Description.Of(new ExponentialDecay(0.1)).Should().Be("exponential-decay, initial 0.1, factor 0.95, every 391 steps");
        Description.Of(new CosineAnnealing(0.5, 9)).Should().Be("cosine-annealing, initial 0.5, over 9 steps");
        Description.Of(new PiecewiseConstant([0.1, 0.01], [7])).Should().Be("piecewise-constant, rates 0.1, 0.01, from steps 7");
        Description.Of(new Fitted()).Should().Be("fitted");
        Description.Of(new CenterCrop(28, 27)).Should().Be("center-crop 28×27");
        Description.Of(new RandomCrop(28, 28)).Should().Be("random-crop 28×28");
        Description.Of(new RandomFlip()).Should().Be("random-flip");
        Description.Of(new RandomRotation(2.5)).Should().Be("random-rotation 2.5 degrees");
        Description.Of(new PerImageStandardization()).Should().Be("per-image-standardization");
        Description.Of(new ColorJitter()).Should().Be("color-jitter, brightness 0.4, contrast 0.4, saturation 0.4, hue 0.1");
    }

    [Fact]
    public void Numbers_do_not_depend_on_the_culture()
    {
        var before = System.Globalization.CultureInfo.CurrentCulture;
        try
        {
            System.Globalization.CultureInfo.CurrentCulture = new("") { NumberFormat = { NumberDecimalSeparator = "," } };
            Description.Of(new Warmup(0.5, 1, Kind.Slow, "x")).Should().Contain("Rate = 0.5");
            Description.Of(new ConstantRate(0.5)).Should().Be("constant-rate 0.5");
        }
        finally
        {
            System.Globalization.CultureInfo.CurrentCulture = before;
        }
    }
}
