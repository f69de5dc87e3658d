using Generalization.CommandLine;

namespace Generalization.Tests.Samples;

public class PeriodicallyTests
{
    [Fact]
    public void It_goes_on_one_at_a_time_and_nothing_is_done_after_its_end()
    {
        var (running, most, count) = (0, 0, 0);
        using var enough = new CountdownEvent(3);
        using (
            new Periodically(
                () =>
                {
                    most = Math.Max(most, Interlocked.Increment(ref running));
                    Thread.Sleep(20);
                    Interlocked.Decrement(ref running);
                    count++;
                    if (!enough.IsSet)
                        enough.Signal();
                    throw new IOException("A disk that is full now and then ends nothing.");
                },
                TimeSpan.Zero,
                TimeSpan.FromMilliseconds(1)
            )
        )
            enough.Wait(TimeSpan.FromSeconds(30)).Should().BeTrue();
        (most, running).Should().Be((1, 0), "its end waits for what has begun");
        var done = count;
        Thread.Sleep(50);
        count.Should().Be(done);
    }
}
