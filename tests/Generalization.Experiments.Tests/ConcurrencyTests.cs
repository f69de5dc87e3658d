using System.Runtime.ExceptionServices;
using Generalization.Tests.Support;

namespace Generalization.Tests;

/// <summary>Trainers, solvers and measures on several threads at once give the bits that they give alone.</summary>
[Collection("threads")]
public sealed class ConcurrencyTests : IDisposable
{
    private const int AtOnce = 2;

    private readonly string folder = Directory.CreateTempSubdirectory("concurrency").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Several_at_once_give_what_each_gives_alone()
    {
        var operations = LongOperations.All;
        var alone = operations.ToDictionary(o => o.Key, o => Run(o.Key, "alone"));
        var together = new List<(string Name, string Digest)>[AtOnce];
        var failures = new Exception?[AtOnce];
        // Each thread begins with another, so that different operations meet.
        var threads = Enumerable.Range(0, AtOnce).Select(t => new Thread(() => RunAll(t))).ToArray();
        foreach (var thread in threads)
            thread.Start();
        foreach (var thread in threads)
            thread.Join();

        if (failures.FirstOrDefault(f => f is not null) is { } failure)
            ExceptionDispatchInfo.Throw(failure);
        together.SelectMany(t => t).Should().OnlyContain(t => t.Digest == alone[t.Name]).And.HaveCount(AtOnce * operations.Count);

        void RunAll(int thread)
        {
            try
            {
                var names = operations.Keys.ToArray();
                var first = thread * names.Length / AtOnce;
                together[thread] = [.. names[first..].Concat(names[..first]).Select(name => (name, Run(name, $"thread {thread}")))];
            }
            catch (Exception e)
            {
                failures[thread] = e;
            }
        }

        string Run(string name, string of) =>
            operations[name](Directory.CreateDirectory(Path.Combine(folder, of, name)).FullName, CancellationToken.None);
    }
}
