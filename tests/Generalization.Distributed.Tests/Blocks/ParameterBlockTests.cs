using System.Runtime.InteropServices;
using Generalization.Distributed.Blocks;
using Generalization.Distributed.Policies;
using Generalization.Distributed.Work;
using Generalization.Tests.Support;
using Generalization.Training.Schedules;
using Generalization.Training.Updates;
using static TorchSharp.torch;

namespace Generalization.Tests.Blocks;

public class ParameterBlockTests
{
    [Fact]
    [NoTensorLeaks]
    public void A_gradient_that_comes_twice_counts_once()
    {
        using var block = Block(new Asynchronous());

        Push(block, part: 0).Outcome.Should().Be(PushOutcome.Taken);
        var after = Read(block);
        Push(block, part: 0).Should().Be(new PushAnswer(PushOutcome.Duplicate, 1));
        Push(block, part: 0, worker: 2).Outcome.Should().Be(PushOutcome.Duplicate, "whoever did the part again");

        Read(block).Should().Equal(after);
        block.Counts.Duplicates.Should().Be(2);
    }

    [Fact]
    [NoTensorLeaks]
    public void Gradients_of_a_round_make_the_same_bits_in_any_order()
    {
        float[] After(params int[] order)
        {
            using var block = Block(new Synchronous());
            foreach (var part in order)
                Push(block, part, gradient: 1 / (part + 3f));
            block.Version.Should().Be(1);
            return Read(block);
        }

        After(0, 1, 2).Should().Equal(After(2, 0, 1));
    }

    [Fact]
    public void Gradients_that_come_after_their_round_are_left_out()
    {
        using var block = Block(new SynchronousWithBackups(1));
        Push(block, 2);
        Push(block, 0).Version.Should().Be(1);

        Push(block, 1).Should().Be(new PushAnswer(PushOutcome.Late, 1));
        Push(block, 2).Outcome.Should().Be(PushOutcome.Duplicate);
        block.Counts.Late.Should().Be(1);
    }

    [Fact]
    public void In_rounds_a_part_is_done_again_from_its_rounds_weights()
    {
        using var block = Block(new Synchronous());
        var before = Read(block);
        foreach (var part in new[] { 0, 1, 2 })
            Push(block, part);
        var pulled = new float[block.Slice.Length];

        block.Pull(1, pulled).Should().Be(0);
        pulled.Should().Equal(before);
        block.Pull(3, pulled).Should().Be(1);
        pulled.Should().Equal(Read(block));
    }

    [Theory]
    [InlineData(StalenessRemedy.None, 0.1f)]
    [InlineData(StalenessRemedy.DividedRate, 0.1f / 4)]
    public void The_remedy_divides_the_rate_by_the_staleness(StalenessRemedy remedy, float step)
    {
        using var block = Block(new Asynchronous(), remedy);
        for (var part = 0; part < 4; part++)
            Push(block, part);
        var before = Read(block);

        // From version 0, four updates ago; three workers would lead to expect two.
        Push(block, 4);

        Read(block)[0].Should().BeApproximately(before[0] - step, 1e-6f);
        block.Counts.AllStaleness.Values.ToArray().Should().Equal(1, 1, 1, 1, 1);
    }

    [Fact]
    public void A_gradient_from_a_version_that_is_not_there_is_refused()
    {
        using var block = Block(new Asynchronous());
        FluentActions
            .Invoking(() => Push(block, 0, version: 1))
            .Should()
            .Throw<ArgumentException>()
            .WithMessage("A gradient for block 0 must be from a version from 0 to 0, but is from 1. (Parameter 'push')");
    }

    [Fact]
    [NoTensorLeaks]
    public void A_state_that_is_put_back_goes_on_with_the_same_bits()
    {
        using var block = Block(new Asynchronous());
        using var other = Block(new Asynchronous());
        Push(block, 0, gradient: 0.3f);
        using (var state = block.State())
            other.Restore(state);
        foreach (var each in new[] { block, other })
            Push(each, 1, gradient: 0.7f, version: 1);

        Read(other).Should().Equal(Read(block));
        Push(other, 0).Outcome.Should().Be(PushOutcome.Duplicate);
    }

    private static ParameterBlock Block(UpdatePolicy policy, StalenessRemedy remedy = StalenessRemedy.None)
    {
        using var network = nn.Linear(4, 4);
        var slice = ParameterLayout.Of(network).Blocks[0];
        var rules = new BlockRules(new WorkPlan(30, 1, 1, 3, policy), new Sgd { Momentum = 0 }, new ConstantRate(0.1), remedy);
        return new ParameterBlock(slice, rules, new float[slice.Length]);
    }

    private static PushAnswer Push(ParameterBlock block, int part, int worker = 0, float gradient = 1, long version = 0)
    {
        var values = new float[block.Slice.Length];
        Array.Fill(values, gradient);
        return block.Push(new GradientPush(worker, part, version, 1, GradientFormat.Float32, MemoryMarshal.AsBytes<float>(values)));
    }

    private static float[] Read(ParameterBlock block)
    {
        var values = new float[block.Slice.Length];
        block.Read(values);
        return values;
    }
}
