namespace Generalization.Tests.Support;

/// <summary>A clock that stands still until it is told to go on, and whose date may be set to anything.</summary>
internal sealed class FakeClock : TimeProvider
{
    private long ticks = 1_000_000;

    public DateTimeOffset Date { get; set; } = new(2020, 2, 29, 12, 0, 0, TimeSpan.Zero);

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public void Advance(TimeSpan time) => Interlocked.Add(ref ticks, time.Ticks);

    public override long GetTimestamp() => Interlocked.Read(ref ticks);

    public override DateTimeOffset GetUtcNow() => Date;
}
