using System.Diagnostics;
using Generalization.Experiments.Store;
using Generalization.Tests.Support;

namespace Generalization.Tests.Store;

public sealed class LeaseTests : IDisposable
{
    private const string Foreign = "another machine|boot|pid:[1]|17|4";
    private static readonly LeaseOptions Quick = new() { RenewEvery = TimeSpan.FromMilliseconds(10), TimeOut = TimeSpan.FromSeconds(1) };
    private readonly string folder = Directory.CreateTempSubdirectory("leases").FullName;
    private readonly FakeClock clock = new();

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Of_many_that_take_one_number_one_gets_it()
    {
        for (var number = 1; number <= 20; number++)
        {
            var owners = new Lease?[8];
            Parallel.For(
                0,
                owners.Length,
                new ParallelOptions { MaxDegreeOfParallelism = 8 },
                i => owners[i] = Lease.TryTake(folder, number, Quick, clock)
            );
            owners.OfType<Lease>().Should().ContainSingle();
            foreach (var owner in owners)
                owner?.Dispose();
        }
    }

    [Fact]
    public void A_run_that_nobody_took_is_free_and_one_whose_owner_lives_is_not()
    {
        var watch = new LeaseWatch(Quick, clock);
        watch.FreeNumber(folder).Should().Be(1);
        using var lease = Lease.TryTake(folder, 1, Quick, clock);
        watch.FreeNumber(folder).Should().BeNull();
    }

    [Fact]
    public void A_run_that_its_owner_gave_back_is_free_at_once()
    {
        Lease.TryTake(folder, 1, Quick, clock)!.Dispose();
        new LeaseWatch(Quick, clock).FreeNumber(folder).Should().Be(2);
    }

    [Fact]
    public void An_owner_elsewhere_is_dead_when_it_gave_no_sign_for_the_time_out_by_the_observers_clock()
    {
        var watch = new LeaseWatch(Quick, clock);
        Write(1, new LeaseContent(Foreign, 1, 0, false));
        watch.FreeNumber(folder).Should().BeNull();
        clock.Advance(TimeSpan.FromSeconds(0.99));
        watch.FreeNumber(folder).Should().BeNull();
        LeaseFile.Renew(folder, 1, new LeaseContent(Foreign, 2, 0, false));
        clock.Advance(TimeSpan.FromSeconds(0.99));
        watch.FreeNumber(folder).Should().BeNull("its content has changed since");
        clock.Advance(TimeSpan.FromSeconds(0.99));
        watch.FreeNumber(folder).Should().BeNull("it was seen anew a moment ago");
        clock.Advance(TimeSpan.FromSeconds(0.01));
        watch.FreeNumber(folder).Should().Be(2);
    }

    [Theory]
    [InlineData(-3650)]
    [InlineData(3650)]
    public void A_date_that_jumps_makes_nobody_dead(int days)
    {
        var watch = new LeaseWatch(Quick, clock);
        Write(1, new LeaseContent(Foreign, 1, 0, false));
        File.SetLastWriteTimeUtc(LeaseFile.PathOf(folder, 1), clock.Date.UtcDateTime.AddDays(-days));
        watch.FreeNumber(folder).Should().BeNull();
        clock.Date = clock.Date.AddDays(days);
        watch.FreeNumber(folder).Should().BeNull();
    }

    [Fact]
    public void An_owner_that_ended_within_making_its_file_is_dead_after_the_time_out()
    {
        var watch = new LeaseWatch(Quick, clock);
        File.WriteAllText(LeaseFile.PathOf(folder, 1), "");
        watch.FreeNumber(folder).Should().BeNull();
        clock.Advance(Quick.TimeOut);
        watch.FreeNumber(folder).Should().Be(2);
    }

    [Fact]
    public void An_owner_on_this_machine_whose_process_has_ended_is_not_waited_for()
    {
        if (!OperatingSystem.IsLinux())
            return;
        using var process = Process.Start("sleep", "0.3");
        var stat = File.ReadAllText($"/proc/{process.Id}/stat");
        var start = stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[19];
        var mine = OwnerMark.Current.Split('|');
        var mark = string.Join('|', [.. mine[..3], $"{process.Id}", start]);
        OwnerMark.IsGone(mark).Should().BeFalse();
        process.WaitForExit();
        OwnerMark.IsGone(mark).Should().BeTrue();
        Write(1, new LeaseContent(mark, 1, 0, false));
        new LeaseWatch(Quick, clock).FreeNumber(folder).Should().Be(2);
    }

    [Fact]
    public void Nobody_elsewhere_is_called_gone()
    {
        var mine = OwnerMark.Current.Split('|');
        OwnerMark.IsGone(OwnerMark.Current).Should().BeFalse();
        OwnerMark
            .IsGone(string.Join('|', [mine[0], mine[1], "pid:[1]", "999999999", "1"]))
            .Should()
            .BeFalse("another name space has other numbers");
        OwnerMark.IsGone(string.Join('|', [mine[0], "another start", mine[2], "999999999", "1"])).Should().BeFalse();
        OwnerMark.IsGone(string.Join('|', [mine[0], "", "", "999999999", ""])).Should().BeFalse("where nothing can be told nobody is gone");
        OwnerMark.IsGone("").Should().BeFalse();
    }

    [Fact]
    public void A_number_that_is_another_process_by_now_is_an_owner_that_is_gone() =>
        OwnerMark.IsGone(string.Join('|', [.. OwnerMark.Current.Split('|')[..4], "1"])).Should().Be(OperatingSystem.IsLinux());

    [Fact]
    public void An_owner_learns_that_another_has_taken_over()
    {
        using var lease = Lease.TryTake(folder, 1, Quick, clock)!;
        lease.IsMine.Should().BeTrue();
        using var next = Lease.TryTake(folder, 2, Quick, clock);
        lease.IsMine.Should().BeFalse();
        lease.Lost.WaitHandle.WaitOne(TimeSpan.FromSeconds(10)).Should().BeTrue();
    }

    [Fact]
    public void An_owner_that_cannot_show_that_it_lives_for_the_time_out_ends_its_run()
    {
        using var lease = Lease.TryTake(folder, 1, Quick, clock)!;
        File.Delete(LeaseFile.PathOf(folder, 1));
        lease.Lost.WaitHandle.WaitOne(TimeSpan.FromMilliseconds(100)).Should().BeFalse("the time-out is not over");
        clock.Advance(TimeSpan.FromSeconds(2));
        lease.Lost.WaitHandle.WaitOne(TimeSpan.FromSeconds(10)).Should().BeTrue();
    }

    [Fact]
    public void Seconds_of_work_add_up_over_owners()
    {
        Write(1, new LeaseContent(Foreign, 5, 3.5, false));
        using (var second = Lease.TryTake(folder, 2, Quick, clock)!)
        {
            clock.Advance(TimeSpan.FromSeconds(2));
            second.Seconds.Should().Be(5.5);
        }

        using var third = Lease.TryTake(folder, 3, Quick, clock)!;
        third.Seconds.Should().Be(5.5);
    }

    [Fact]
    public void Times_are_checked()
    {
        FluentActions
            .Invoking(() => new LeaseOptions { RenewEvery = TimeSpan.Zero })
            .Should()
            .Throw<ArgumentOutOfRangeException>()
            .WithMessage("RenewEvery must be positive, but was 00:00:00. (Parameter 'RenewEvery')");
        FluentActions
            .Invoking(() => new LeaseOptions { TimeOut = TimeSpan.FromSeconds(-1) })
            .Should()
            .Throw<ArgumentOutOfRangeException>()
            .WithMessage("TimeOut must be positive, but was -00:00:01. (Parameter 'TimeOut')");
        FluentActions
            .Invoking(() => RunStore.Open(folder, new LeaseOptions { TimeOut = TimeSpan.FromSeconds(14) }))
            .Should()
            .Throw<ArgumentException>()
            .WithMessage(
                "TimeOut must be at least three times RenewEvery, but was 00:00:14 with 00:00:05: "
                    + "one late sign of life would be taken for death."
            );
    }

    private void Write(int number, LeaseContent content) => LeaseFile.TryCreate(folder, number, content).Should().BeTrue();
}
