using Generalization.Corruption;
using Generalization.Data;
using Generalization.Data.Synthetic;
using Generalization.Randomness;
using Generalization.Tests.Support;

namespace Generalization.Tests.Corruption;

public class StreamedCorruptionTests
{
    private const ulong Seed = 11;

    private static readonly ImageShape Shape = new(3, 4, 5);
    private static readonly TrainTestData Data = new SyntheticImages(Shape, 4).Create(150, 40, seed: 2);
    private static readonly TrainTestData Streamed = new(StreamedPixels.Of(Data.Train), StreamedPixels.Of(Data.Test));

    private static readonly Dictionary<string, PixelCorruption> Kinds = new()
    {
        ["shuffled"] = new ShuffledPixels(),
        ["random"] = new RandomPixels(),
        ["gaussian"] = (GaussianPixels)new GaussianPixels().FitTo(Data.Train),
        ["caller's"] = new Brighter(7),
    };

    public static TheoryData<string> Names => [.. Kinds.Keys];

    private sealed record Brighter(int By) : PixelCorruption
    {
        public override string Name => "brighter";

        protected override void Change<T>(ReadOnlySpan<T> image, Span<T> changed, PixelContext at, ref RandomStream random)
        {
            for (var i = 0; i < image.Length; i++)
                changed[i] = T.CreateSaturating(int.CreateSaturating(image[i]) + By + (int)at.Index + random.NextInt32(3));
        }
    }

    // Slow and obvious: one image, one position, one channel at a time.
    private static double[] Expected(PixelCorruption kind, Dataset data, int i)
    {
        var image = data.Pixels.ReadImage(i);
        var (index, part) = (data.Indices[i], data.Split == DatasetSplit.Train ? 1u : 2u);
        if (kind is Brighter brighter)
        {
            var own = new RandomKey(Seed, RandomPurpose.Custom, part).Stream(index);
            return [.. image.Select(x => Math.Min(255, x + brighter.By + index + own.NextInt32(3)))];
        }

        if (kind is GaussianPixels gaussian)
        {
            var drawn = new float[Shape.Size];
            new RandomKey(Seed, RandomPurpose.GaussianPixels, part).Stream(index).FillGaussian(drawn);
            return [.. drawn.Select((x, j) => (double)((float)gaussian.Means[j / 20] + (float)gaussian.StandardDeviations[j / 20] * x))];
        }

        var permutation =
            kind is ShuffledPixels
                ? new RandomKey(Seed, RandomPurpose.ShuffledPixels).Stream(0).Permutation(20)
                : new RandomKey(Seed, RandomPurpose.RandomPixels, part).Stream(index).Permutation(20);
        return [.. Enumerable.Range(0, Shape.Size).Select(j => image[j / 20 * 20 + permutation[j % 20]])];
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Resident_and_streamed_sets_get_the_bits_of_the_definition(string name)
    {
        var kind = Kinds[name];
        var (resident, streamed) = (Data.Corrupt(kind, Seed), Streamed.Corrupt(kind, Seed));
        foreach (
            var (before, inMemory, lazy) in new[]
            {
                (Data.Train, resident.Train, streamed.Train),
                (Data.Test, resident.Test, streamed.Test),
            }
        )
        {
            (inMemory.Pixels.IsResident, lazy.Pixels.IsResident).Should().Be((true, false));
            for (var i = 0; i < before.Count; i++)
            {
                var expected = Expected(kind, before, i);
                inMemory.Pixels.ReadImage(i).Should().Equal(expected);
                lazy.Pixels.ReadImage(i).Should().Equal(expected);
            }

            lazy.ContentHash.ToString().Should().Be(inMemory.ContentHash.ToString());
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Any_order_and_any_number_of_threads_give_the_same_bits(string name)
    {
        var lazy = Kinds[name].Apply(Streamed.Train, Seed).Pixels;
        var all = new byte[lazy.Bytes];
        lazy.Read(0, lazy.Count, all);
        Parallel.For(
            0,
            200,
            new ParallelOptions { MaxDegreeOfParallelism = 8 },
            n =>
            {
                int[] positions = [.. Enumerable.Range(0, 70).Select(i => (i * 37 + n * 11) % lazy.Count)];
                var read = new byte[positions.Length * lazy.ImageBytes];
                lazy.Read(positions, read);
                for (var i = 0; i < positions.Length; i++)
                    read.AsSpan(i * lazy.ImageBytes, lazy.ImageBytes)
                        .SequenceEqual(all.AsSpan(positions[i] * lazy.ImageBytes, lazy.ImageBytes))
                        .Should()
                        .BeTrue();
            }
        );
    }

    [Fact]
    public void The_librarys_own_read_nothing_before_they_are_asked()
    {
        var data = StreamedPixels.Of(Data.Train);
        var corrupted = new UniformLabelNoise(1).Apply(new RandomPixels().Apply(new ShuffledPixels().Apply(data, 1), 2), 3).Take(50);
        ((StreamedPixels)data.Pixels).Reads.Should().Be(0);
        var resident = new UniformLabelNoise(1).Apply(new RandomPixels().Apply(new ShuffledPixels().Apply(Data.Train, 1), 2), 3).Take(50);
        corrupted.ContentHash.ToString().Should().Be(resident.ContentHash.ToString());
    }

    [Fact]
    public void Floats_are_changed_in_their_own_type()
    {
        float[] values = [.. Enumerable.Range(0, 2 * Shape.Size).Select(i => i + 0.25f)];
        var data = Dataset.FromPixels("floats", DatasetSplit.Train, Shape, values, [0, 1], ["a", "b"]);
        var changed = new ShuffledPixels().Apply(data, 1).Pixels;
        changed.Type.Should().Be(PixelType.Float32);
        changed.Memory<float>()!.Value.ToArray().Order().Should().Equal(values);
    }

    [Fact]
    public void The_gaussian_is_fitted_to_a_streamed_set_as_to_one_in_memory() =>
        new GaussianPixels().FitTo(Streamed.Train).Should().Be(new GaussianPixels().FitTo(Data.Train));
}
