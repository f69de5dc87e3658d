using System.Runtime.ExceptionServices;
using TorchSharp;

namespace Generalization.Threading;

/// <summary>Runs several works at once, each on a thread of its own. libtorch's threads are divided among them. With one at a time, the
/// caller's own thread does the work.</summary>
/// <remarks>The first failure stops the others through <see cref="Token"/>, and its exception is thrown to whoever waits. Only one thread
/// may use it.</remarks>
public sealed class SideBySide : IDisposable
{
    private readonly int count;
    private readonly CancellationTokenSource halt;
    private readonly SemaphoreSlim free;
    private ExceptionDispatchInfo? failure;

    /// <summary>Nothing is begun yet.</summary>
    /// <param name="count">How many at once, at least 1.</param>
    /// <param name="token">Stops all.</param>
    /// <exception cref="ArgumentOutOfRangeException">The count is below 1.</exception>
    public SideBySide(int count, CancellationToken token)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        this.count = count;
        (halt, free, AllThreads) = (
            CancellationTokenSource.CreateLinkedTokenSource(token),
            new SemaphoreSlim(count, count),
            torch.get_num_threads()
        );
    }

    /// <summary>Cancelled when all are to stop.</summary>
    public CancellationToken Token => halt.Token;

    /// <summary>libtorch's threads for a work that is alone.</summary>
    public int AllThreads { get; }

    /// <summary>libtorch's threads for each of several: their share, at least 1.</summary>
    public int Threads => Math.Max(1, AllThreads / count);

    /// <summary>Whether one more would begin at once.</summary>
    public bool HasRoom => free.CurrentCount > 0;

    /// <summary>Whether none is at work.</summary>
    public bool IsIdle => free.CurrentCount == count;

    /// <summary>Starts a work as soon as there is room for it.</summary>
    /// <param name="work">The work. An exception of it stops the others; with one work at a time it goes to the caller.</param>
    public void Start(Action work)
    {
        if (count == 1)
        {
            work();
            return;
        }

        free.Wait();
        try
        {
            new Thread(() => Do(work)) { IsBackground = true, Name = "run" }.Start();
        }
        catch
        {
            // Without a thread nobody else gives the room back, and Dispose would wait for it.
            free.Release();
            throw;
        }
    }

    /// <summary>Waits until there is room for one more.</summary>
    public void WaitForRoom()
    {
        free.Wait();
        free.Release();
    }

    /// <summary>Waits for all, and throws the exception of the first failure.</summary>
    public void WaitForAll()
    {
        Join();
        failure?.Throw();
    }

    /// <summary>Where they are to stop: waits for all, and throws why.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public void ThrowIfStopped()
    {
        if (!Token.IsCancellationRequested)
            return;
        WaitForAll();
        Token.ThrowIfCancellationRequested();
    }

    /// <summary>Stops those that are left, and waits for them.</summary>
    public void Dispose()
    {
        halt.Cancel();
        Join();
        halt.Dispose();
        free.Dispose();
    }

    private void Do(Action work)
    {
        try
        {
            // Each thread for itself: libtorch would take the process's number over only at its first own parallel loop, which a matrix
            // product is not.
            torch.set_num_threads(Threads);
            work();
        }
        catch (Exception e)
        {
            Interlocked.CompareExchange(ref failure, ExceptionDispatchInfo.Capture(e), null);
            halt.Cancel();
        }
        finally
        {
            free.Release();
        }
    }

    private void Join()
    {
        for (var i = 0; i < count; i++)
            free.Wait();
        free.Release(count);
        // The number is the whole process's besides.
        if (count > 1)
            torch.set_num_threads(AllThreads);
    }
}
