namespace Generalization.CommandLine;

/// <summary>Does something again and again on another thread while long work goes on, such as writing the page that somebody
/// watches.</summary>
/// <remarks>One at a time: what takes longer than the interval is not begun twice. What fails is tried again the next time.</remarks>
public sealed class Periodically : IDisposable
{
    private readonly Lock gate = new();
    private readonly Timer timer;

    /// <summary>Begins.</summary>
    /// <param name="work">What is done; its exceptions are passed over.</param>
    /// <param name="first">How long until the first time, at least 0.</param>
    /// <param name="every">How long from one time to the next, positive.</param>
    public Periodically(Action work, TimeSpan first, TimeSpan every)
    {
        ArgumentNullException.ThrowIfNull(work);
        timer = new Timer(_ => Do(work), null, first, every);
    }

    /// <summary>Ends it, once what has begun is done.</summary>
    public void Dispose()
    {
        using var ended = new ManualResetEvent(false);
        if (timer.Dispose(ended))
            ended.WaitOne();
    }

    private void Do(Action work)
    {
        if (!gate.TryEnter())
            return;
        try
        {
            work();
        }
        catch (Exception)
        {
            // Nobody listens on this thread, and long work must not end for a page: what goes wrong again at the end is said there.
        }
        finally
        {
            gate.Exit();
        }
    }
}
