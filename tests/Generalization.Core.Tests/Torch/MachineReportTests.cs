using Generalization.Torch;

namespace Generalization.Tests.Torch;

public class MachineReportTests
{
    [Theory]
    [InlineData(
        2,
        2,
        1.6,
        "2 threads of libtorch on 2 processors, where 1.6 are busy already: a step waits for the slowest thread, and may take ten "
            + "times as long as with one. Set OMP_NUM_THREADS=1 or GOMP_SPINCOUNT=1000, or wait until the machine is free."
    )]
    [InlineData(
        16,
        16,
        12.0,
        "16 threads of libtorch on 16 processors, where 12.0 are busy already: a step waits for the slowest thread, and may take ten "
            + "times as long as with one. Set OMP_NUM_THREADS=4 or GOMP_SPINCOUNT=1000, or wait until the machine is free."
    )]
    [InlineData(2, 2, 0.3, "2 threads of libtorch on 2 processors, where 0.3 are busy: there is room.")]
    [InlineData(16, 4, 11.0, "4 threads of libtorch on 16 processors, where 11.0 are busy: there is room.")]
    [InlineData(2, 1, 9.0, "1 thread of libtorch on 2 processors, where 9.0 are busy: more would wait for each other.")]
    [InlineData(2, 1, 0.5, "1 thread of libtorch on 2 processors, where 0.5 are busy: there is room.")]
    public void Threads_are_compared_with_who_else_computes(int processors, int threads, double load, string advice) =>
        (MachineReport.Of(processors, threads, load, hasGpu: false) with { LimitsSpinning = false }).ThreadAdvice.Should().Be(advice);

    [Fact]
    public void Threads_that_soon_sleep_cost_less_on_a_busy_machine() =>
        (MachineReport.Of(2, 2, 1.6, hasGpu: false) with { LimitsSpinning = true })
            .ThreadAdvice.Should()
            .Be(
                "2 threads of libtorch on 2 processors, where 1.6 are busy already: a step waits for the slowest thread. "
                    + "Set OMP_NUM_THREADS=1, or wait until the machine is free."
            );

    [Fact]
    public void A_system_that_does_not_say_how_busy_it_is() =>
        MachineReport.Of(2, 2, null, hasGpu: false).ThreadAdvice.Should().Be("The system does not say how busy it is; 2 threads compute.");

    [Fact]
    public void This_machine_has_lines()
    {
        var report = MachineReport.Now();
        report.Processors.Should().Be(Environment.ProcessorCount);
        report.Threads.Should().Be(TorchSharp.torch.get_num_threads());
        report.Lines.Should().HaveCount(6).And.Contain($"Threads: {report.ThreadAdvice}");
        report.Memory.Should().BePositive();
        string.Join("\n", report.Lines).Should().MatchRegex("Memory: [0-9.]+ GB for this process\nAllocator: ");
        if (OperatingSystem.IsLinux())
            report.Load.Should().BeGreaterThanOrEqualTo(0);
    }
}
