using Generalization.Experiments.Running;

namespace Generalization.Tests.Running;

public class ShardTests
{
    [Theory]
    [InlineData("0/1", 0, 1)]
    [InlineData("3/4", 3, 4)]
    public void Is_read(string text, int index, int count)
    {
        Shard.Parse(text).Should().Be(new Shard(index, count));
        Shard.Parse(text).ToString().Should().Be(text);
    }

    [Theory]
    [InlineData("4/4")]
    [InlineData("-1/4")]
    [InlineData("1")]
    [InlineData("1/2/3")]
    [InlineData("a/b")]
    [InlineData("")]
    [InlineData("0/0")]
    public void Something_else_is_refused(string text) =>
        FluentActions
            .Invoking(() => Shard.Parse(text))
            .Should()
            .Throw<FormatException>()
            .WithMessage($"A share must be i/n, i from 0 to n − 1, for example 0/4, but was {text}.");

    [Fact]
    public void Numbers_are_checked()
    {
        FluentActions
            .Invoking(() => new Shard(2, 2))
            .Should()
            .Throw<ArgumentOutOfRangeException>()
            .WithMessage("A share of 2 must lie in [0, 2), counted from 0, but was 2. (Parameter 'Index')");
        FluentActions
            .Invoking(() => new Shard(0, 0))
            .Should()
            .Throw<ArgumentOutOfRangeException>()
            .WithMessage("A list must be shared by at least 1, but was by 0. (Parameter 'Count')");
    }

    [Fact]
    public void Shares_are_a_partition_and_each_goes_on_with_the_rest()
    {
        int[] list = [.. Enumerable.Range(0, 10)];
        Enumerable.Range(0, 4).SelectMany(i => new Shard(i, 4).First(list).Take((10 - i + 3) / 4)).Order().Should().Equal(list);
        new Shard(1, 4).First(list).Should().Equal(1, 5, 9, 0, 2, 3, 4, 6, 7, 8);
    }

    [Theory]
    [InlineData("0/3", "SLURM_ARRAY_TASK_ID=0", "SLURM_ARRAY_TASK_COUNT=3", "SLURM_ARRAY_TASK_MIN=0")]
    [InlineData("2/3", "SLURM_ARRAY_TASK_ID=7", "SLURM_ARRAY_TASK_COUNT=3", "SLURM_ARRAY_TASK_MIN=5")]
    [InlineData("1/3", "SLURM_ARRAY_TASK_ID=4", "SLURM_ARRAY_TASK_COUNT=3", "SLURM_ARRAY_TASK_MIN=0", "SLURM_ARRAY_TASK_STEP=4")]
    [InlineData("0/2", "SLURM_ARRAY_TASK_ID=9", "SLURM_ARRAY_TASK_COUNT=2", "SLURM_ARRAY_TASK_MIN=1")]
    [InlineData("1/5", "JOB_COMPLETION_INDEX=1", "JOB_COMPLETION_COUNT=5")]
    [InlineData(null, "JOB_COMPLETION_COUNT=5", "PATH=/bin")]
    [InlineData(null, "SLURM_ARRAY_TASK_ID=")]
    public void Is_found_in_the_environment(string? expected, params string[] variables) =>
        Shard.FromEnvironment(variables.ToDictionary(v => v.Split('=')[0], v => v.Split('=')[1]))?.ToString().Should().Be(expected);

    [Fact]
    public void Completions_may_be_named() =>
        Shard
            .FromEnvironment(new Dictionary<string, string> { ["JOB_COMPLETION_INDEX"] = "2" }, completions: 3)
            .Should()
            .Be(new Shard(2, 3));

    [Theory]
    [InlineData("SLURM_ARRAY_TASK_COUNT must be set beside SLURM_ARRAY_TASK_ID, but is not; give --shard i/n.", "SLURM_ARRAY_TASK_ID=0")]
    [InlineData("SLURM_ARRAY_TASK_ID must be a number from 0, but was x.", "SLURM_ARRAY_TASK_ID=x", "SLURM_ARRAY_TASK_COUNT=2")]
    [InlineData(
        "SLURM_ARRAY_TASK_ID must be at least SLURM_ARRAY_TASK_MIN, and SLURM_ARRAY_TASK_COUNT at least 1, but they "
            + "were 1, 2 and 3; give --shard i/n.",
        "SLURM_ARRAY_TASK_ID=1",
        "SLURM_ARRAY_TASK_COUNT=3",
        "SLURM_ARRAY_TASK_MIN=2"
    )]
    [InlineData(
        "JOB_COMPLETION_COUNT must be set to the Job's completions beside JOB_COMPLETION_INDEX, but is not; set it in "
            + "the Job, or give --shard i/n.",
        "JOB_COMPLETION_INDEX=0"
    )]
    [InlineData(
        "JOB_COMPLETION_INDEX must be below the Job's completions, but was 5 of 5; set JOB_COMPLETION_COUNT to the "
            + "completions, or give --shard i/n.",
        "JOB_COMPLETION_INDEX=5",
        "JOB_COMPLETION_COUNT=5"
    )]
    public void An_environment_that_makes_no_sense_is_said(string sentence, params string[] variables) =>
        FluentActions
            .Invoking(() => Shard.FromEnvironment(variables.ToDictionary(v => v.Split('=')[0], v => v.Split('=')[1])))
            .Should()
            .Throw<FormatException>()
            .WithMessage(sentence);
}
