using Generalization.Threading;
using Generalization.Torch;
using TorchSharp;

namespace Generalization.Tests.Threading;

[Collection("threads")]
public class SideBySideTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void All_are_done_and_the_first_that_fails_is_thrown(int count)
    {
        using var whole = new SideBySide(count, CancellationToken.None);
        var done = 0;
        for (var i = 0; i < 10; i++)
            whole.Start(() => Interlocked.Increment(ref done));
        whole.WaitForAll();
        done.Should().Be(10);

        using var failing = new SideBySide(count, CancellationToken.None);
        new Action(() =>
        {
            failing.Start(() => throw new InvalidDataException("work"));
            failing.WaitForAll();
        }).Should().Throw<InvalidDataException>().WithMessage("work");
    }

    [Fact]
    public void Libtorchs_threads_are_divided_and_given_back()
    {
        TorchBackend.EnsureLoaded();
        var before = torch.get_num_threads();
        var seen = 0;
        using (var works = new SideBySide(before + 1, CancellationToken.None))
        {
            works.Start(() => seen = torch.get_num_threads());
            works.WaitForAll();
        }

        seen.Should().Be(1);
        torch.get_num_threads().Should().Be(before);
    }

    [Fact]
    public void Cancellation_is_thrown_and_none_at_once_is_refused()
    {
        using var cancelled = new CancellationTokenSource();
        using var works = new SideBySide(2, cancelled.Token);
        cancelled.Cancel();
        works.Invoking(w => w.ThrowIfStopped()).Should().Throw<OperationCanceledException>();
        new Action(() => _ = new SideBySide(0, CancellationToken.None)).Should().Throw<ArgumentOutOfRangeException>();
    }
}
