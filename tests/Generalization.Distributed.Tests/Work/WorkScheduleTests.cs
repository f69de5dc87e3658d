using Generalization.Distributed.Policies;
using Generalization.Distributed.Work;

namespace Generalization.Tests.Work;

public class WorkScheduleTests
{
    [Fact]
    public void A_lost_workers_part_goes_to_the_next_who_asks()
    {
        var schedule = Schedule("async", workers: 2);
        Take(schedule, 0).Should().Be(0);
        Take(schedule, 1).Should().Be(1);

        schedule.Leave(0);

        schedule.Complete(1, 1);
        Take(schedule, 1).Should().Be(0);
        schedule.TakenBack.Should().Be(1);
    }

    [Fact]
    public void Who_asks_again_gets_its_part_again()
    {
        var schedule = Schedule("async", workers: 2);
        Take(schedule, 0).Should().Be(0);
        Take(schedule, 0).Should().Be(0);
    }

    [Fact]
    public void A_round_begins_when_the_one_before_has_its_update()
    {
        var schedule = Schedule("sync", workers: 2);
        Take(schedule, 0).Should().Be(0);
        Take(schedule, 1).Should().Be(1);
        schedule.Complete(0, 0);
        Take(schedule, 0).Should().BeNull();
        schedule.Complete(1, 1);
        Take(schedule, 0).Should().Be(2);
    }

    [Fact]
    public void Nobody_is_further_ahead_of_the_slowest_than_the_bound()
    {
        var schedule = Schedule("stale-1", workers: 2);
        Take(schedule, 1).Should().Be(0);
        for (var part = 1; part <= 2; part++)
        {
            Take(schedule, 0).Should().Be(part);
            schedule.Complete(0, part);
        }

        Take(schedule, 0).Should().BeNull();
        schedule.Complete(1, 0);
        Take(schedule, 0).Should().Be(3);
    }

    [Fact]
    public void A_part_that_is_said_to_be_done_twice_counts_once()
    {
        var schedule = Schedule("stale-1", workers: 2);
        Take(schedule, 1).Should().Be(0);
        Take(schedule, 0).Should().Be(1);
        schedule.Complete(0, 1).Should().BeTrue();
        // The answer was lost, and the worker asked again.
        schedule.Complete(0, 1).Should().BeFalse();
        Take(schedule, 0).Should().Be(2, "it is one part ahead and not two");
    }

    [Fact]
    public void A_pause_hands_out_no_part_of_later_epochs()
    {
        var schedule = Schedule("async", workers: 1);
        schedule.Until = 1;
        for (var part = 0; part < 5; part++)
        {
            Take(schedule, 0).Should().Be(part);
            schedule.Complete(0, part);
        }

        schedule.IsDone(1).Should().BeTrue();
        Take(schedule, 0).Should().BeNull();
        schedule.Until = 2;
        Take(schedule, 0).Should().Be(5);
    }

    [Theory]
    [InlineData("async")]
    [InlineData("sync")]
    [InlineData("backup-1")]
    public void It_goes_on_after_what_the_blocks_have(string policy)
    {
        var schedule = Schedule(policy, workers: 3);
        // Every block has 0, 1, 2 and 4.
        schedule.Restore(new PartSet(3, 4));

        Take(schedule, 0).Should().Be(3);
    }

    private static WorkSchedule Schedule(string policy, int workers)
    {
        var schedule = new WorkSchedule(new WorkPlan(10, 2, 2, workers, UpdatePolicy.Parse(policy)));
        for (var worker = 0; worker < workers; worker++)
            schedule.Join(worker);
        return schedule;
    }

    private static long? Take(WorkSchedule schedule, int worker) =>
        schedule.Take(worker, out var part) == WorkAnswer.Part ? part.Number : null;
}
