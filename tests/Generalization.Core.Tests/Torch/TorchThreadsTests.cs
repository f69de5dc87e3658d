using Generalization.Torch;

namespace Generalization.Tests.Torch;

public class TorchThreadsTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    [InlineData(1000)]
    public void Every_turn_is_taken_once(int count)
    {
        var taken = new int[count];
        TorchThreads.For(count, i => Interlocked.Increment(ref taken[i]));
        taken.Where(times => times != 1).Should().BeEmpty();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(100)]
    public void What_a_turn_throws_comes_out(int count) =>
        new Action(() => TorchThreads.For(count, i => throw new InvalidDataException("turn")))
            .Should()
            .Throw<InvalidDataException>()
            .WithMessage("turn");

    [Fact]
    public void A_negative_count_is_refused() =>
        new Action(() => TorchThreads.For(-1, _ => { })).Should().Throw<ArgumentOutOfRangeException>();

    /// <summary>Collections of memory stop all threads that run our code, those of libtorch among them.</summary>
    [Fact]
    public void Turns_may_allocate_while_memory_is_collected()
    {
        var sums = new long[200];
        TorchThreads.For(
            sums.Length,
            i =>
            {
                for (var k = 0; k < 200; k++)
                    sums[i] += new byte[10_000].Length;
                if (i % 20 == 0)
                    GC.Collect();
            }
        );
        sums.Should().OnlyContain(sum => sum == 2_000_000);
    }
}
