using System.Runtime.InteropServices;
using Generalization.Corruption;
using Generalization.Data;
using Generalization.Data.Synthetic;
using Generalization.Randomness;
using Generalization.Tests.Support;

namespace Generalization.Tests.Data;

/// <summary>What holds for every source, over all that there are.</summary>
[NoTensorLeaks]
public class PixelSourceTests
{
    private static readonly ImageShape Shape = new(2, 3, 4);
    private static readonly Dataset Images = new SyntheticImages(Shape, 3).Create(20, 5, seed: 1).Train;
    private static readonly Dataset Streamed = StreamedPixels.Of(Images);

    private static readonly Dictionary<string, IPixelSource> Sources = new()
    {
        ["bytes"] = Images.Pixels,
        ["floats"] = PixelArray.Owning(Shape, Ramp(i => i / 7f), PixelScale.Raw),
        ["doubles"] = PixelArray.Owning(Shape, Ramp(i => i / 7.0), PixelScale.Raw),
        ["streamed"] = Streamed.Pixels,
        ["selected"] = Streamed.Select([5, 0, 19, 5, 7]).Pixels,
        ["shuffled"] = new ShuffledPixels().Apply(Streamed, 1).Pixels,
        ["random"] = new RandomPixels().Apply(Streamed, 1).Pixels,
        ["gaussian"] = new GaussianPixels().FitTo(Streamed).Apply(Streamed, 1).Pixels,
    };

    public static TheoryData<string> Names => [.. Sources.Keys];

    private static T[] Ramp<T>(Func<int, T> f) => [.. Enumerable.Range(0, 20 * Shape.Size).Select(f)];

    private static byte[] Image(IPixelSource source, int i)
    {
        var bytes = new byte[source.ImageBytes];
        source.Read([i], bytes);
        return bytes;
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void All_ways_of_reading_give_the_same_bytes(string name)
    {
        var source = Sources[name];
        byte[][] images = [.. Enumerable.Range(0, source.Count).Select(i => Image(source, i))];
        var all = images.SelectMany(i => i).ToArray();

        int[] order = [.. Enumerable.Range(0, source.Count).Select(i => i * 3 % source.Count), 0];
        var read = new byte[order.Length * source.ImageBytes];
        source.Read(order, read);
        read.Should().Equal(order.SelectMany(i => images[i]));

        var range = new byte[3 * source.ImageBytes];
        source.Read(1, 3, range);
        range.Should().Equal(images[1..4].SelectMany(i => i));

        var pieces = new List<byte>();
        source.ForEachPiece(piece => pieces.AddRange(piece.ToArray()));
        pieces.Should().Equal(all);

        using var tensor = source.ToTensor(0, source.Count);
        using var some = source.ToTensor(order);
        tensor.shape.Should().Equal(source.Count, 2, 3, 4);
        tensor.dtype.Should().Be(source.Type.ScalarType());
        tensor.bytes.ToArray().Should().Equal(all);
        some.bytes.ToArray().Should().Equal(read);

        var inMemory = source.ToMemory();
        (inMemory.Type, inMemory.Scale, inMemory.Shape, inMemory.Count)
            .Should()
            .Be((source.Type, source.Scale, source.Shape, source.Count));
        Image(inMemory, 2).Should().Equal(images[2]);
        ((IPixelSource)inMemory).Bytes.Should().Be(all.Length).And.Be(source.Bytes);
        Image(source.Select([3, 1]), 1).Should().Equal(images[1]);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Values_and_patches_are_those_of_the_bytes(string name)
    {
        var source = Sources[name];
        var bytes = Image(source, 4);
        double[] values = source.Type switch
        {
            PixelType.UInt8 => [.. bytes.Select(b => (double)b)],
            PixelType.Float32 => [.. MemoryMarshal.Cast<byte, float>(bytes).ToArray().Select(f => (double)f)],
            _ => MemoryMarshal.Cast<byte, double>(bytes).ToArray(),
        };
        source.ReadImage(4).Should().Equal(values);
        var patch = new double[2 * 2 * 3];
        source.ReadPatch(4, 1, 1, 2, 3, patch);
        for (var i = 0; i < patch.Length; i++)
            patch[i].Should().Be(values[(i / 6 * 3 + 1 + i / 3 % 2) * 4 + 1 + i % 3]);
        new Action(() => source.ReadPatch(4, 2, 0, 2, 2, new double[8]))
            .Should()
            .Throw<ArgumentOutOfRangeException>()
            .WithMessage("A patch must lie inside images of 2×3×4, but 2×2 from row 2 and column 0 was asked for.*");
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void What_is_not_there_is_refused(string name)
    {
        var source = Sources[name];
        var image = new byte[source.ImageBytes];
        new Action(() => source.Read([source.Count], image))
            .Should()
            .Throw<ArgumentOutOfRangeException>()
            .WithMessage($"A position must lie in [0, {source.Count - 1}], but was {source.Count}.*");
        new Action(() => source.Read([0], image.AsSpan(1)))
            .Should()
            .Throw<ArgumentException>()
            .WithMessage($"The target must have {image.Length} bytes, but had {image.Length - 1}.*");
    }

    [Fact]
    public void Memory_is_there_in_its_own_type_alone()
    {
        Images.Pixels.Memory<byte>()!.Value.Length.Should().Be(20 * Shape.Size);
        Images.Pixels.Memory<sbyte>().HasValue.Should().BeFalse();
        Images.Pixels.Memory<float>().HasValue.Should().BeFalse();
        Sources["floats"].Memory<double>().HasValue.Should().BeFalse();
        Streamed.Pixels.Memory<byte>().HasValue.Should().BeFalse();
    }

    [Fact]
    public void Arrays_that_are_no_whole_images_or_no_pixels_are_refused()
    {
        new Action(() => PixelArray.Owning(Shape, new byte[25]))
            .Should()
            .Throw<ArgumentException>()
            .WithMessage("Pixels must be whole images of 2×3×4, 24 values each, but there were 25.");
        new Action(() => PixelArray.Owning(Shape, new int[24]))
            .Should()
            .Throw<ArgumentException>()
            .WithMessage("Pixels must be byte on the scale 0–255, float or double, but were Int32 on the scale Bytes.*");
        new Action(() => PixelArray.Owning(Shape, new byte[24], PixelScale.Raw))
            .Should()
            .Throw<ArgumentException>()
            .WithMessage("Pixels must be byte on the scale 0–255, float or double, but were Byte on the scale Raw.*");
    }

    [Fact]
    public void A_streamed_set_has_the_hash_of_the_same_pixels_in_memory() =>
        Streamed.ContentHash.ToString().Should().Be(Images.ContentHash.ToString());

    [Fact]
    public void Raw_values_have_another_hash_than_the_same_ones_to_be_divided()
    {
        string Hash(PixelScale scale) =>
            Dataset
                .FromPixels("any", DatasetSplit.Train, new(1, 1, 1), new float[] { 100, 200 }, [0, 1], ["a", "b"], scale)
                .ContentHash.ToString();
        Hash(PixelScale.Raw).Should().NotBe(Hash(PixelScale.Bytes));
    }

    [Fact]
    public void Where_images_have_identities_these_are_hashed_and_no_pixel_is_read()
    {
        var data = StreamedPixels.Of(Images, i => $"picture {i}");
        data.Lineage[0].Operation.Should().Be("streamed (its hash is of the images' identities, not of their pixels)");
        int[] positions = [7, 2, 7];
        string Hash(Dataset of) => of.ContentHash.ToString();
        var random = new RandomPixels().Apply(data, 3);
        Hash(random.Select(positions)).Should().Be(Hash(new RandomPixels().Apply(data.Select(positions), 3)));
        new[]
        {
            Hash(Images),
            Hash(data),
            Hash(random),
            Hash(new RandomPixels().Apply(data, 4)),
            Hash(new ShuffledPixels().Apply(data, 3)),
            Hash(new ShuffledPixels().Apply(random, 3)),
            Hash(new GaussianPixels([1, 2], [3, 4]).Apply(data, 3)),
            Hash(new GaussianPixels([1, 2], [3, 5]).Apply(data, 3)),
            Hash(new UniformLabelNoise(1).Apply(data, 3)),
            Hash(StreamedPixels.Of(Images, i => $"other {i}")),
        }
            .Should()
            .OnlyHaveUniqueItems();
        ((StreamedPixels)data.Pixels).Reads.Should().Be(0);
    }

    [Fact]
    public void What_wraps_a_source_asks_it_for_an_epochs_pixels_and_draws_what_the_whole_would()
    {
        var data = DrawingPixels.Of(new ImageShape(1, 2, 2), 3, 90, 41, 12);
        var whole = data.Pixels.InEpoch(5, 2);
        foreach (
            var (wrapped, positions) in new (Dataset, int[])[]
            {
                (data.Select([2, 0, 2]), [2, 0, 2]),
                (data.Take(2).Append(data.Select([3])), [0, 1, 3]),
                (new Permuted().Apply(data, 1), [0, 1, 2, 3]),
                (new Permuted().Apply(data.Select([1, 3]), 1).Select([1]), [3]),
            }
        )
        {
            wrapped.Pixels.DrawsInEpoch.Should().BeTrue();
            var seen = wrapped.Pixels.InEpoch(5, 2);
            seen.Count.Should().Be(positions.Length);
            for (var i = 0; i < positions.Length; i++)
            {
                Image(seen, i).Should().Equal(Image(whole, positions[i]));
                Image(wrapped.Pixels, i).Should().Equal(Image(data.Pixels, positions[i]), "by itself it is what evaluation sees");
                Image(wrapped.Pixels.InEpoch(5, 3), i).Should().NotEqual(Image(seen, i));
            }
        }
    }

    [Fact]
    public void A_source_that_draws_nothing_is_its_own_in_each_epoch()
    {
        foreach (var source in Sources.Values)
        {
            source.DrawsInEpoch.Should().BeFalse();
            source.InEpoch(1, 2).Should().BeSameAs(source);
        }

        var noise = new GaussianPixels().FitTo(Images).Apply(DrawingPixels.Of(Shape, 1, 2), 1).Pixels;
        noise.DrawsInEpoch.Should().BeFalse("noise reads no picture");
        noise.InEpoch(1, 2).Should().BeSameAs(noise);
    }

    private sealed record Permuted : PixelCorruption
    {
        public override string Name => "permuted";

        protected override void Change<T>(ReadOnlySpan<T> image, Span<T> changed, PixelContext at, ref RandomStream random) =>
            image.CopyTo(changed);
    }
}
