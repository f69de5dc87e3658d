using System.Runtime.ExceptionServices;
using Generalization.Torch;
using TorchSharp;

namespace Generalization.Measures.Subsets;

/// <summary>Works on threads of their own, several at once, among which libtorch's threads are divided; one at once is done by the caller's
/// own thread.</summary>
internal static class SideBySide
{
    /// <summary>Does all works, each begun in its turn. The first that fails stops the others, and what it threw is thrown.</summary>
    public static void Do(IReadOnlyList<int> works, int atOnce, Action<int, CancellationToken> work, CancellationToken token)
    {
        var workers = Math.Min(atOnce, works.Count);
        if (workers <= 1)
        {
            foreach (var number in works)
            {
                token.ThrowIfCancellationRequested();
                work(number, token);
            }

            return;
        }

        TorchBackend.EnsureLoaded();
        using var halt = CancellationTokenSource.CreateLinkedTokenSource(token);
        var allThreads = torch.get_num_threads();
        ExceptionDispatchInfo? failure = null;
        var next = 0;
        var threads = Enumerable.Range(0, workers).Select(_ => new Thread(Loop) { IsBackground = true, Name = "subset run" }).ToArray();
        foreach (var thread in threads)
            thread.Start();
        foreach (var thread in threads)
            thread.Join();
        // The number is the whole process's besides.
        torch.set_num_threads(allThreads);
        failure?.Throw();
        token.ThrowIfCancellationRequested();

        void Loop()
        {
            try
            {
                // Each thread for itself: libtorch would take the process's number over only at its first own parallel loop.
                torch.set_num_threads(Math.Max(1, allThreads / workers));
                while (!halt.IsCancellationRequested && Interlocked.Increment(ref next) - 1 is var at && at < works.Count)
                    work(works[at], halt.Token);
            }
            catch (Exception e)
            {
                Interlocked.CompareExchange(ref failure, ExceptionDispatchInfo.Capture(e), null);
                halt.Cancel();
            }
        }
    }
}
