using Generalization.Distributed.Policies;

namespace Generalization.Tests.Policies;

public class UpdatePolicyTests
{
    [Theory]
    [InlineData("async", 1)]
    [InlineData("softsync-1", 30)]
    [InlineData("softsync-4", 7)]
    [InlineData("softsync-30", 1)]
    [InlineData("stale-3", 1)]
    [InlineData("sync", 30)]
    [InlineData("backup-2", 28)]
    public void Words_and_numbers(string word, int gradients)
    {
        var policy = UpdatePolicy.Parse(word);
        policy.Describe().Should().Be(word);
        policy.GradientsPerUpdate(30).Should().Be(gradients);
    }

    [Theory]
    [InlineData("ssp:3", "stale-3")]
    [InlineData("softsync:4", "softsync-4")]
    [InlineData("sync+backup:2", "backup-2")]
    public void Others_words_are_read(string other, string own) => UpdatePolicy.Parse(other).Describe().Should().Be(own);

    [Theory]
    [InlineData("softsync")]
    [InlineData("softsync-0")]
    [InlineData("async-1")]
    [InlineData("sync-")]
    [InlineData("stale--1")]
    [InlineData("")]
    public void Other_words_are_refused(string word) =>
        FluentActions
            .Invoking(() => UpdatePolicy.Parse(word))
            .Should()
            .Throw<FormatException>()
            .WithMessage($"A policy must be async, softsync-N, stale-N, sync or backup-N, with a number N, but was {word}.");

    [Fact]
    public void A_policy_needs_enough_workers() =>
        FluentActions
            .Invoking(() => new SynchronousWithBackups(4).Check(4))
            .Should()
            .Throw<ArgumentException>()
            .WithMessage("Backup workers must be fewer than the workers, 4, but were 4; ask for more workers. (Parameter 'workers')");
}
