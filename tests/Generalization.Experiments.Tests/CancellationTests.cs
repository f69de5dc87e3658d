using System.Diagnostics;
using Generalization.Tests.Support;

namespace Generalization.Tests;

/// <summary>Each long operation is stopped at random moments: it ends soon, and what is done again afterwards gives the result of one that
/// was never stopped.</summary>
[Collection("threads")]
public sealed class CancellationTests : IDisposable
{
    private const int Moments = 3;

    // An operation asks its token in every step or second; a busy machine makes a second longer.
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(5);

    private readonly string folder = Directory.CreateTempSubdirectory("cancellation").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    public static TheoryData<string> Names => [.. LongOperations.All.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void An_operation_that_is_stopped_at_any_moment_ends_soon_and_loses_nothing(string name)
    {
        var operation = LongOperations.All[name];
        var clock = Stopwatch.StartNew();
        var whole = operation(Directory.CreateDirectory(Path.Combine(folder, "whole")).FullName, CancellationToken.None);
        var length = clock.Elapsed;
        var stopped = Directory.CreateDirectory(Path.Combine(folder, "stopped")).FullName;
        var moments = new Random(1);
        for (var i = 0; i < Moments; i++)
        {
            using var source = new CancellationTokenSource();
            using var timer = new CancellationTokenSource();
            var cancelled = 0L;
            using var at = timer.Token.Register(() =>
            {
                // What an operation registers itself would be called before what was registered first.
                cancelled = Stopwatch.GetTimestamp();
                source.Cancel();
            });
            timer.CancelAfter(length * moments.NextDouble());
            try
            {
                operation(stopped, source.Token).Should().Be(whole, "it was done before it was stopped");
            }
            catch (OperationCanceledException)
            {
                Stopwatch.GetElapsedTime(cancelled).Should().BeLessThan(Soon);
            }

            Directory
                .GetFiles(stopped, "*", SearchOption.AllDirectories)
                .Should()
                .NotContain(f => f.EndsWith(".part", StringComparison.Ordinal), "what is half-written is removed");
        }

        operation(stopped, CancellationToken.None).Should().Be(whole);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_token_that_is_cancelled_already_ends_an_operation_at_its_door(string name) =>
        FluentActions
            .Invoking(() => LongOperations.All[name](Directory.CreateDirectory(folder).FullName, new CancellationToken(canceled: true)))
            .Should()
            .Throw<OperationCanceledException>();
}
