using Generalization.Kernels.Solvers;

namespace Generalization.Tests;

public class SolverPlanTests
{
    [Fact]
    public void Foretells_bytes_and_operations()
    {
        var plan = SolverPlan.For(60_000, 784, 10, new SolverOptions { Memory = 20_000_000_000 });
        plan.SpilledBytes.Should().Be(0);
        plan.Bytes.Should().BeInRange(14_400_000_000, (long)(1.15 * 14_400_000_000));
        plan.FactorOperations.Should().Be(Math.Pow(60_000, 3) / 3);
        plan.ExpectedSeconds(90e9).Should().BeInRange(800, 900);
        plan.ToString()
            .Should()
            .MatchRegex(@"^n = 60000: 1[45]\.\d\d GB of memory, 7\d\.\d\d · 10¹² operations; direct in float64, in memory$");
    }

    [Fact]
    public void Spills_where_the_memory_does_not_suffice_and_says_so()
    {
        var plan = SolverPlan.For(30_000, 784, 10, new SolverOptions { Memory = 3_000_000_000 });
        plan.SpilledBytes.Should().BeGreaterThan(3_600_000_000);
        plan.Bytes.Should().BeLessThanOrEqualTo(3_000_000_000);
        plan.Reason.Should().MatchRegex(@"^direct, spilled to disk \d+ panels at a time, since 3\.\d\d GB exceed the limit of 3\.00 GB$");
    }

    [Fact]
    public void Streamed_features_take_no_blocks_of_points()
    {
        // 32,000 filters: two blocks of 2,048 points in float64 would be 8.4 GB.
        var options = new SolverOptions { Memory = 14_000_000_000 };
        var (streamed, compared) = (
            SolverPlan.For(50_000, 256_000, 10, options, 2_000_000_000, streams: true),
            SolverPlan.For(50_000, 256_000, 10, options, 2_000_000_000)
        );
        const long packed = 8 * (300L * 2048 * 2048 + 848 * 50_000L); // 24 whole panels, 1 + 2 + … + 24 tiles, and 848 rows
        streamed.Bytes.Should().Be(packed + 2_000_000_000 + 4 * 50_000 * 10 * 8 + 2048 * 2048 * 8);
        streamed.SpilledBytes.Should().Be(0);
        streamed.GramOperations.Should().Be(packed / 8 * 2 * 256_000.0);
        compared.SpilledBytes.Should().Be(packed);
        compared.GramOperations.Should().Be(streamed.GramOperations);
        var ample = options with { Memory = 30_000_000_000 };
        (SolverPlan.For(50_000, 256_000, 10, ample).Bytes - SolverPlan.For(50_000, 256_000, 10, ample, streams: true).Bytes)
            .Should()
            .Be(2L * 2048 * 256_000 * 8);
    }

    [Fact]
    public void The_iterative_solver_computes_tiles_anew_where_they_do_not_fit()
    {
        var options = new SolverOptions { Solver = KernelSolver.Iterative, Memory = 12_000_000_000 };
        SolverPlan.For(60_000, 784, 10, options).KeepsMatrix.Should().BeTrue();
        var large = SolverPlan.For(200_000, 784, 10, options);
        large.KeepsMatrix.Should().BeFalse();
        large.Bytes.Should().BeLessThan(12_000_000_000);
    }

    [Fact]
    public void The_iterative_plan_counts_what_preconditioning_takes()
    {
        var options = new SolverOptions
        {
            Solver = KernelSolver.Iterative,
            Rank = 500,
            Tile = 512,
            Memory = 10_000_000_000,
        };
        var plan = SolverPlan.For(5120, 3000, 20, options);
        const long matrix = 4 * 55 * 512 * 512,
            tile = 8 * 512 * 512,
            points = 2 * 1024 * 3000 * 8,
            landmarks = 500 * 3000 * 8;
        const long kept = 5120 * (500 * 4 + 1024 * 8),
            made = 4 * 500 * 500 * 8 + 4 * 1024 * (500 + 1024) * 8;
        plan.Bytes.Should()
            .Be(
                matrix + tile + points + landmarks + kept + made + 16 * 5120 * 20 * 8 + 16 * Environment.ProcessorCount * (5120 + 500) * 8L
            );
    }

    [Fact]
    public void Too_little_memory_is_refused_before_work_starts() =>
        FluentActions
            .Invoking(() => SolverPlan.For(30_000, 784, 10, new SolverOptions { Memory = 100_000_000 }))
            .Should()
            .Throw<ArgumentException>()
            .WithMessage(
                "Solving n = 30000 needs at least * GB even when it spills, but the limit is 0.10 "
                    + "GB; allow more, or choose smaller tiles or fewer points."
            );

    [Fact]
    public void Another_device_than_the_CPU_must_say_what_it_has()
    {
        var options = new SolverOptions { Device = TorchSharp.torch.META };
        var thrown = FluentActions
            .Invoking(() => SolverPlan.For(60_000, 784, 10, options))
            .Should()
            .Throw<MemoryLimitException>()
            .WithMessage(
                "Solving n = 60000 takes 14.97 GB in memory and at least 3.00 GB when it spills, but how much meta has "
                    + "cannot be asked for here; set Memory to what it may take."
            )
            .Which;
        SolverPlan.For(60_000, 784, 10, options with { Memory = thrown.Needed }).SpilledBytes.Should().BePositive();
        SolverPlan.For(60_000, 784, 10, options with { Memory = 20_000_000_000 }).SpilledBytes.Should().Be(0);
        SolverPlan
            .For(2000, 784, 10, options with { Solver = KernelSolver.Iterative })
            .KeepsMatrix.Should()
            .BeTrue("the iterative solver computes on the CPU");
    }

    [Fact]
    public void Wrong_options_are_refused_in_a_sentence()
    {
        Refused(() => new SolverOptions { Ridge = -1 }, "Ridge must be at least 0 and finite, but was -1.*");
        Refused(() => new SolverOptions { Tolerance = 1 }, "Tolerance must lie in (0, 1), but was 1.*");
        Refused(() => new SolverOptions { MaxIterations = 0 }, "MaxIterations must be at least 1, but was 0.*");
        Refused(() => new SolverOptions { Tile = 0 }, "Tile must be at least 1, but was 0.*");
        Refused(() => new SolverOptions { Memory = 0 }, "Memory must be at least 1 byte, but was 0.*");
        Refused(() => new SolverOptions { Rank = 0 }, "Rank must be at least 1, but was 0.*");
    }

    private static void Refused(Func<SolverOptions> make, string sentence) =>
        FluentActions.Invoking(make).Should().Throw<ArgumentOutOfRangeException>().WithMessage(sentence);
}
