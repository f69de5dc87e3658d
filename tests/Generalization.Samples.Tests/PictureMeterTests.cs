using Generalization.CommandLine;
using Generalization.Data;
using Generalization.Imaging.Decoding;
using Generalization.Imaging.ImageNet;

namespace Generalization.Tests.Samples;

public sealed class PictureMeterTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("meter").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Counts_reading_and_decoding_apart_and_changes_no_pixel()
    {
        var small = ImageNetDatasets.Small(
            Path.Combine(folder, "small"),
            new SmallImageNetOptions
            {
                Classes = 2,
                TrainPerClass = 3,
                ValidationPerClass = 1,
            }
        );
        var meter = new PictureMeter(new SkiaDecoder());
        Dataset Open(IPictureDecoder decoder) =>
            ImageNetFolder.Open(small, new ImageNetOptions { View = PictureView.Distorted(20), Decoder = decoder }).Data.Train;
        var (plain, metered) = (Open(new SkiaDecoder()), meter.Of(Open(meter)));
        meter.Words.Should().Be("");
        (meter.ReadASecond, meter.DecodedASecond).Should().Be((null, null));
        byte[] Read(IPixelSource source)
        {
            var bytes = new byte[2 * source.ImageBytes];
            source.Read([4, 1], bytes);
            return bytes;
        }

        Read(metered.Pixels).Should().Equal(Read(plain.Pixels));
        Read(metered.Pixels.InEpoch(1, 2)).Should().Equal(Read(plain.Pixels.InEpoch(1, 2)));
        metered.Pixels.DrawsInEpoch.Should().BeTrue();
        metered.ContentHash.ToString().Should().Be(plain.ContentHash.ToString());
        meter.ReadASecond.Should().BePositive();
        meter.DecodedASecond.Should().BePositive();
        // The test set decodes with the same meter and counts for nothing.
        var (read, decoded) = (meter.ReadASecond, meter.DecodedASecond);
        Read(Open(meter).Pixels).Should().Equal(Read(plain.Pixels));
        (meter.ReadASecond, meter.DecodedASecond).Should().Be((read, decoded));
        meter.Words.Should().MatchRegex(@"^a thread reads [\d,]+, decodes [\d,]+ images/s$");
    }
}
