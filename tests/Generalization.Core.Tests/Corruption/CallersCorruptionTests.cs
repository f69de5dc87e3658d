using Generalization.Corruption;
using Generalization.Data;
using Generalization.Data.Synthetic;
using Generalization.Randomness;

namespace Generalization.Tests.Corruption;

public class CallersCorruptionTests
{
    private static readonly TrainTestData Data = new SyntheticImages(new ImageShape(1, 2, 2), 3).Create(120, 30, seed: 1);

    /// <summary>Dark images of even index become class 0.</summary>
    private sealed record DarkAreZero : LabelCorruption
    {
        public override string Name => "dark-are-zero";

        protected override (long Assigned, bool Replaced) Draw(LabelledExample example, ref RandomStream random) =>
            example.Index % 2 == 0 && example.Pixels().Average() < 128 ? (0, true) : (example.Label, false);
    }

    private sealed record Counting : LabelCorruption
    {
        private int calls;

        public override string Name => "counting";

        protected override (long Assigned, bool Replaced) Draw(LabelledExample example, ref RandomStream random) =>
            (Interlocked.Increment(ref calls) % 3, true);
    }

    private sealed record CountingPixels : PixelCorruption
    {
        private int calls;

        public override string Name => "counting-pixels";

        protected override void Change<T>(ReadOnlySpan<T> image, Span<T> changed, PixelContext at, ref RandomStream random) =>
            changed.Fill(T.CreateTruncating(Interlocked.Increment(ref calls)));
    }

    private sealed record Halves : PixelCorruption
    {
        public override string Name => "halves";

        protected override PixelType TypeAfter(PixelType type) => PixelType.Float64;

        protected override void Change<T>(ReadOnlySpan<T> image, Span<T> changed, PixelContext at, ref RandomStream random)
        {
            for (var i = 0; i < image.Length; i++)
                changed[i] = image[i] / T.CreateChecked(2);
        }
    }

    private sealed record NotNumbers : PixelCorruption
    {
        public override string Name => "not-numbers";

        protected override PixelType TypeAfter(PixelType type) => PixelType.Float32;

        protected override void Change<T>(ReadOnlySpan<T> image, Span<T> changed, PixelContext at, ref RandomStream random)
        {
            image.CopyTo(changed);
            if (at.Index == 3)
                changed[1] = T.CreateChecked(float.NaN);
        }
    }

    private sealed record Throwing : PixelCorruption
    {
        public override string Name => "throwing";

        protected override void Change<T>(ReadOnlySpan<T> image, Span<T> changed, PixelContext at, ref RandomStream random) =>
            throw new FormatException("the caller's own");
    }

    private sealed record MadeAnew : DatasetCorruption
    {
        public override string Name => "made-anew";

        public override Dataset Apply(Dataset data, ulong seed, CancellationToken token = default) =>
            Dataset.FromPixels(data.Name, data.Split, data.Shape, new byte[4 * data.Count], new long[data.Count], data.ClassNames);
    }

    [Fact]
    public void An_error_of_the_callers_is_thrown_as_it_is() =>
        new Action(() => Data.Corrupt(new Throwing(), 0)).Should().Throw<FormatException>().WithMessage("the caller's own");

    [Fact]
    public void Pixels_that_are_not_finite_are_refused_where_they_are_made() =>
        new Action(() => Data.Corrupt(new NotNumbers(), 0))
            .Should()
            .Throw<InvalidOperationException>()
            .WithMessage("A corruption must give finite pixels, but not-numbers gave NaN for example 3; correct its Change.");

    [Fact]
    public void Data_whose_true_labels_are_lost_are_refused() =>
        new Action(() => Data.Corrupt(new MadeAnew(), 0))
            .Should()
            .Throw<InvalidOperationException>()
            .WithMessage(
                "A corruption must derive its data from those it is given, but made-anew gave data of another lineage, whose true labels "
                    + "are lost; make them with WithLabels, WithPixels or Select."
            );

    [Fact]
    public void Labels_may_depend_on_index_and_pixels()
    {
        var train = new DarkAreZero().Apply(Data.Train, 0);
        for (var i = 0; i < train.Count; i++)
        {
            var dark = i % 2 == 0 && Data.Train.Pixels.ReadImage(i).Average() < 128;
            (train.Labels[i], train.Replaced[i], train.TrueLabels[i])
                .Should()
                .Be((dark ? 0 : Data.Train.Labels[i], dark, Data.Train.Labels[i]));
        }

        train.ChangedCount.Should().BeGreaterThan(0);
        int[] positions = [9, 4, 4, 8];
        new DarkAreZero().Apply(Data.Train.Select(positions), 0).Labels.ToArray().Should().Equal(train.Select(positions).Labels.ToArray());
    }

    [Fact]
    public void A_label_corruption_that_counts_its_calls_is_detected() =>
        new Action(() => new Counting().Apply(Data.Train, 0))
            .Should()
            .Throw<InvalidOperationException>()
            .WithMessage(
                "A corruption must give an example the same label whenever it is asked, but counting gave example * first * and then *; "
                    + "draw what is random from the stream that Draw is given, and count no calls."
            );

    [Fact]
    public void A_pixel_corruption_that_counts_its_calls_is_detected() =>
        new Action(() => new CountingPixels().Apply(Data.Train, 0))
            .Should()
            .Throw<InvalidOperationException>()
            .WithMessage(
                "A corruption must change an image in the same way whenever it is asked, but counting-pixels changed "
                    + "example * in two ways; draw what is random from the stream that Change is given, and count no calls."
            );

    [Fact]
    public void Pixels_may_become_of_another_type()
    {
        var halves = new Halves().Apply(Data.Train, 0);
        halves.Pixels.Type.Should().Be(PixelType.Float64);
        halves.Pixels.ReadImage(5).Should().Equal(Data.Train.Pixels.ReadImage(5).Select(x => x / 2));
        halves.Lineage[^1].Operation.Should().Be("Halves { Name = halves, LabelProbability =  }");
    }

    [Fact]
    public void Assigned_labels_stand_at_the_examples_index()
    {
        long[] labels = [.. Enumerable.Range(0, 120).Select(i => (long)(i / 7 % 3))];
        var assigned = new AssignedLabels(labels, "annotators");
        var noisy = Data.Corrupt(assigned, 0);
        noisy.Train.Labels.ToArray().Should().Equal(labels);
        noisy.Train.TrueLabels.ToArray().Should().Equal(Data.Train.Labels.ToArray());
        noisy.Train.Replaced.ToArray().Should().OnlyContain(r => r);
        noisy.Test.Labels.ToArray().Should().Equal(Data.Test.Labels.ToArray());
        int[] positions = [100, 3];
        assigned.Apply(Data.Train.Select(positions), 0).Labels.ToArray().Should().Equal(labels[100], labels[3]);
        noisy.Train.Lineage[^1].Operation.Should().Be($"AssignedLabels {{ Name = annotators, Count = 120, Hash = {assigned.Hash} }}");
        assigned.Should().Be(new AssignedLabels(labels, "annotators")).And.NotBe(new AssignedLabels(labels));
    }

    [Fact]
    public void Assigned_labels_for_fewer_examples_are_refused()
    {
        new Action(() => new AssignedLabels([0, 1, 2]).Apply(Data.Train, 0))
            .Should()
            .Throw<ArgumentException>()
            .WithMessage("assigned-labels has the labels of 3 examples, but synthetic has an example 3.*");
        new Action(() => _ = new AssignedLabels([]))
            .Should()
            .Throw<ArgumentException>()
            .WithMessage("There must be a label for each example, but there was none.*");
    }

    [Fact]
    public void Real_targets_have_no_labels_to_corrupt()
    {
        var data = Dataset.FromVectors(
            "heights",
            DatasetSplit.Train,
            new double[,]
            {
                { 1 },
                { 2 },
            },
            new double[,]
            {
                { 0.5 },
                { 1.5 },
            }
        );
        new Action(() => new UniformLabelNoise(1).Apply(data, 0))
            .Should()
            .Throw<ArgumentException>()
            .WithMessage("random-labels draws classes anew, but heights has real targets and no classes; corrupt data with classes.*");
    }
}
