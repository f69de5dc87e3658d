using Generalization.Data;
using Generalization.Data.Synthetic;
using Generalization.Inputs;
using Generalization.Tests.Support;
using static TorchSharp.torch;

namespace Generalization.Tests.Inputs;

/// <summary>What every source of batches keeps, and that all of them give the same bits.</summary>
public class BatchSourceTests
{
    private static readonly Dataset Data = new SyntheticImages(new ImageShape(3, 12, 10), 4).Create(53, 3, seed: 1).Train;
    private static readonly InputPipeline Plain = new(new CenterCrop(8, 8), new PerImageStandardization());
    private static readonly InputPipeline Random = Plain.With(AugmentationOptions.Parse("crop,flip,rotate:20,color"));

    public static TheoryData<string> Sources =>
        ["prepared", "augmented", "ahead 1 1", "ahead 1 5", "ahead 3 1", "ahead 4 2", "ahead random 4 7", "channels-last"];

    private static (IBatchSource Source, bool IsRandom) Make(string name)
    {
        var words = name.Split(' ');
        return words[0] switch
        {
            "prepared" => (Plain.Batches(Data, seed: 5), false),
            "augmented" => (Random.Batches(Data, seed: 5), true),
            "channels-last" => (new ChannelsLastBatches(Plain.Batches(Data, seed: 5)), false),
            _ => (
                (words[1] == "random" ? Random : Plain).Batches(
                    Data,
                    5,
                    ahead: new ReadAhead(int.Parse(words[^2], null), int.Parse(words[^1], null))
                ),
                words[1] == "random"
            ),
        };
    }

    [Theory]
    [MemberData(nameof(Sources))]
    public void Keeps_what_a_source_promises(string name)
    {
        var (source, isRandom) = Make(name);
        using var own = source;
        using var expected = (isRandom ? Random : Plain).Batches(Data, seed: 5);
        (source.Count, source.ClassCount, source.TargetCount, source.Device.type).Should().Be((53, 4, null, CPU.type));
        foreach (var batchSize in new[] { 1, 10, 53, int.MaxValue })
        {
            Same(source.InOrder(batchSize), expected.InOrder(batchSize));
            foreach (var epoch in new[] { 1, 2 })
            {
                Same(source.Epoch(epoch, batchSize), expected.Epoch(epoch, batchSize));
                var order = source.Epoch(epoch, batchSize).SelectMany(Positions).ToArray();
                order.Should().Equal(EpochOrder.Of(5, epoch, 53));
            }
        }

        Same(
            source.Epoch(3, 10, firstStep: 4),
            expected.Epoch(3, 10).Select((b, i) => (b, i)).Where(p => Keep(p.b, p.i >= 4)).Select(p => p.b)
        );
        source.InOrder(7).SelectMany(Positions).Should().Equal(Enumerable.Range(0, 53).Select(i => (long)i));
        source.Epoch(1, 10, firstStep: 6).Should().BeEmpty();
    }

    [Theory]
    [MemberData(nameof(Sources))]
    public void Ends_in_the_middle_and_when_it_is_cancelled(string name)
    {
        using var source = Make(name).Source;
        foreach (var batch in source.Epoch(1, 4))
            using (batch)
                break;
        using var cancel = new CancellationTokenSource();
        var seen = 0;
        FluentActions
            .Invoking(() =>
            {
                foreach (var batch in source.Epoch(1, 4, token: cancel.Token))
                    using (batch)
                        if (++seen == 3)
                            cancel.Cancel();
            })
            .Should()
            .Throw<OperationCanceledException>();
        seen.Should().Be(3);
    }

    [Fact]
    public void A_batch_of_more_bytes_than_an_array_holds_is_refused_before_anything_is_read()
    {
        var source = new DrawingPixels(new ImageShape(1, 40_000, 40_000), [1, 2]);
        new Action(() => new PixelsAhead(source, [new long[] { 0 }, new long[] { 0, 1 }], new ReadAhead(1, 1), default))
            .Should()
            .Throw<ArgumentException>()
            .WithMessage(
                "A batch must have at most 2,147,483,591 bytes of pixels, but 2 images of 1×40000×40000 UInt8 have 3,200,000,000; take "
                    + "smaller batches.*"
            );
    }

    [Fact]
    public void What_is_ahead_is_bounded_and_the_readers_end_with_the_enumeration()
    {
        var streamed = new StreamedPixels(Data.Pixels, i => $"image {i}");
        int Read() => streamed.Reads;
        using var source = Plain.Batches(Data.WithPixels(streamed, "streamed"), 5, CPU, new ReadAhead(3, 4));
        var used = 0;
        foreach (var batch in source.Epoch(1, 5))
            using (batch)
            {
                used++;
                // Given time, they would read all.
                SpinWait.SpinUntil(() => Read() >= Math.Min(11, used + 4), TimeSpan.FromSeconds(5));
                Read().Should().BeInRange(used, used + 4);
                if (used == 5)
                    break;
            }

        var after = Read();
        SpinWait.SpinUntil(() => Read() > after, TimeSpan.FromMilliseconds(50)).Should().BeFalse("the threads have ended");
    }

    [Fact]
    public void What_a_reader_throws_is_thrown_where_the_batch_is_asked_for()
    {
        var gone = Streamed(position =>
        {
            if (position == 30)
                throw new IOException("image 30 is gone");
        });
        using var source = Plain.Batches(gone, 5, CPU, new ReadAhead(2, 2));
        FluentActions
            .Invoking(() =>
            {
                foreach (var batch in source.InOrder(10))
                    batch.Dispose();
            })
            .Should()
            .Throw<IOException>()
            .WithMessage("image 30 is gone");
    }

    [Fact]
    public void A_batch_owns_its_tensors_and_counts_them()
    {
        Tensor inputs;
        using (var source = Plain.Batches(Data, seed: 0))
        using (NewDisposeScope())
        {
            using var batch = source.Epoch(1, 10).First();
            inputs = batch.Inputs;
            (batch.Count, batch.Epoch).Should().Be((10, 1));
        }

        inputs.IsInvalid.Should().BeTrue();
        using var scope = NewDisposeScope();
        FluentActions
            .Invoking(() => new Batch(zeros(2, ScalarType.Int64), new long[2], 1, zeros(3, 4), zeros(2, ScalarType.Int64)))
            .Should()
            .Throw<ArgumentException>()
            .WithMessage("A batch must have as many inputs and labels as positions, 2, but had 3 and 2.*");
    }

    [Fact]
    public void Read_ahead_needs_a_thread_and_a_batch()
    {
        FluentActions
            .Invoking(() => new ReadAhead(0))
            .Should()
            .Throw<ArgumentOutOfRangeException>()
            .WithMessage("Threads must be at least 1, but was 0.*");
        FluentActions
            .Invoking(() => new ReadAhead() with { Batches = 0 })
            .Should()
            .Throw<ArgumentOutOfRangeException>()
            .WithMessage("Batches must be at least 1, but was 0.*");
    }

    private static void Same(IEnumerable<Batch> batches, IEnumerable<Batch> expected)
    {
        using var others = expected.GetEnumerator();
        foreach (var batch in batches)
            using (batch)
            {
                others.MoveNext().Should().BeTrue();
                using var other = others.Current;
                batch.PositionsOnHost.ToArray().Should().Equal(other.PositionsOnHost.ToArray());
                batch.Positions.data<long>().ToArray().Should().Equal(batch.PositionsOnHost.ToArray());
                batch.Labels.data<long>().ToArray().Should().Equal(batch.PositionsOnHost.ToArray().Select(p => Data.Labels[(int)p]));
                batch.Epoch.Should().Be(other.Epoch);
                batch.Inputs.shape.Should().Equal(batch.Count, 3, 8, 8);
                batch.Inputs.eq(other.Inputs).all().item<bool>().Should().BeTrue();
            }

        others.MoveNext().Should().BeFalse();
    }

    private static bool Keep(Batch batch, bool keep)
    {
        if (!keep)
            batch.Dispose();
        return keep;
    }

    private static long[] Positions(Batch batch)
    {
        using (batch)
            return batch.PositionsOnHost.ToArray();
    }

    private static Dataset Streamed(Action<int> onRead) =>
        Data.WithPixels(new StreamedPixels(Data.Pixels, i => $"image {i}") { OnRead = onRead }, "streamed");

    [Fact]
    public void An_epoch_of_training_sees_its_own_draws_and_evaluation_none()
    {
        var data = DrawingPixels.Of(new ImageShape(1, 1, 1), [.. Enumerable.Range(0, 40).Select(i => (uint)(i * 5))]);
        using var source = new InputPipeline().Batches(data, seed: 3);
        Inputs(source.InOrder(7)).Should().Equal(Enumerable.Range(0, 40).Select(i => i * 5));
        foreach (var epoch in new[] { 1, 2 })
            Inputs(source.Epoch(epoch, 7)).Should().Equal(EpochOrder.Of(3, epoch, 40).Select(i => (int)(i * 5 + 93 + 7 * epoch) % 256));

        static int[] Inputs(IEnumerable<Batch> batches) =>
            [
                .. batches.SelectMany(b =>
                {
                    using (b)
                        return b.Inputs.data<float>().ToArray().Select(v => (int)MathF.Round(255 * v));
                }),
            ];
    }

    private sealed record Halved : IInputStep
    {
        public ImageShape OutputShape(ImageShape input) => input;

        public Tensor Apply(Tensor images) => images.mul_(0.5);
    }

    [Fact]
    public void A_callers_step_that_changes_raw_pixels_in_place_changes_no_data()
    {
        float[] pixels = [.. Enumerable.Range(0, 32).Select(i => i - 15.5f)];
        var raw = Dataset.FromPixels("raw", DatasetSplit.Train, new(1, 4, 4), pixels, [0, 1], ["a", "b"], PixelScale.Raw);
        var pipeline = new InputPipeline(new Halved(), new RandomFlip());
        using var source = pipeline.Batches(raw, seed: 5);
        using var prepared = pipeline.Prepare(raw);
        for (var i = 0; i < 2; i++)
        {
            using var batch = source.InOrder(2).Single();
            batch.Inputs.data<float>().ToArray().Should().Equal(pixels.Select(p => p / 2));
        }

        prepared.Inputs.data<float>().ToArray().Should().Equal(pixels.Select(p => p / 2));
    }

    [Fact]
    public void A_large_batch_ends_soon_when_it_is_cancelled()
    {
        using var cancel = new CancellationTokenSource();
        var seen = 0;
        var slow = StreamedPixels
            .Of(Data)
            .WithPixels(
                new StreamedPixels(Data.Pixels)
                {
                    OnRead = _ =>
                    {
                        if (Interlocked.Increment(ref seen) == 3)
                            cancel.Cancel();
                    },
                },
                "slow"
            );
        using var source = Plain.Batches(slow, 5, CPU, new ReadAhead(1, 1));
        FluentActions.Invoking(() => source.InOrder(53, cancel.Token).Count()).Should().Throw<OperationCanceledException>();
        seen.Should().BeLessThanOrEqualTo(16, "the rest of the batch is not read");
    }
}
