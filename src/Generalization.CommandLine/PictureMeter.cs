using System.Diagnostics;
using System.Globalization;
using Generalization.Data;
using Generalization.Imaging.Decoding;

namespace Generalization.CommandLine;

/// <summary>Counts how many pictures a second one thread reads and decodes, each apart, so that the slowest part of a training is
/// seen.</summary>
/// <param name="decoder">What decodes.</param>
public sealed class PictureMeter(IPictureDecoder decoder) : IPictureDecoder
{
    // Where the picture that this thread is at began.
    [ThreadStatic]
    private static long began;

    private long pictures,
        reading,
        decoding;

    /// <summary>Pictures a second of one thread that does nothing but read their files; null before the first.</summary>
    public double? ReadASecond => Rate(reading);

    /// <summary>Pictures a second of one thread that does nothing but decode and resize; null before the first.</summary>
    public double? DecodedASecond => Rate(decoding);

    /// <summary>Both rates in words; empty before the first picture.</summary>
    public string Words =>
        DecodedASecond is { } decoded && ReadASecond is { } read
            ? string.Create(CultureInfo.InvariantCulture, $"a thread reads {read:N0}, decodes {decoded:N0} images/s")
            : "";

    /// <summary>The same examples, whose readings are counted; their source must decode with this meter.</summary>
    /// <param name="data">The examples.</param>
    public Dataset Of(Dataset data)
    {
        ArgumentNullException.ThrowIfNull(data);
        return data.WithPixels(new Metered(this, data.Pixels), "metered");
    }

    /// <inheritdoc/>
    public DecodedPart Decode(ReadOnlyMemory<byte> encoded, Func<int, int, PictureBox> part, DecodeRequest request)
    {
        // Pictures of a set that is not metered, such as the test set, count for nothing.
        if (began == 0)
            return decoder.Decode(encoded, part, request);
        // What came before it was reading, what comes until the image is there is decoding.
        var now = Stopwatch.GetTimestamp();
        Interlocked.Add(ref reading, now - began);
        began = now;
        return decoder.Decode(encoded, part, request);
    }

    private double? Rate(long ticks) =>
        Interlocked.Read(ref pictures) is > 0 and var count && ticks > 0 ? count * (double)Stopwatch.Frequency / ticks : null;

    private sealed class Metered(PictureMeter meter, IPixelSource source) : IPixelSource
    {
        public int Count => source.Count;

        public ImageShape Shape => source.Shape;

        public PixelType Type => source.Type;

        public PixelScale Scale => source.Scale;

        public bool IsResident => false;

        public string? View => source.View;

        public bool DrawsInEpoch => source.DrawsInEpoch;

        public IPixelSource InEpoch(ulong seed, int epoch) => new Metered(meter, source.InEpoch(seed, epoch));

        public string? Identity(int position) => source.Identity(position);

        public void Read(ReadOnlySpan<int> positions, Span<byte> target)
        {
            var bytes = source.ImageBytes;
            for (var i = 0; i < positions.Length; i++)
            {
                began = Stopwatch.GetTimestamp();
                source.Read(positions.Slice(i, 1), target.Slice(i * bytes, bytes));
                Interlocked.Add(ref meter.decoding, Stopwatch.GetTimestamp() - began);
                Interlocked.Increment(ref meter.pictures);
                began = 0;
            }
        }
    }
}
