namespace Generalization.Experiments.Store;

/// <summary>A run that this process owns: shows that it lives, and learns when it is an owner no more.</summary>
internal sealed class Lease : IDisposable
{
    private readonly string folder;
    private readonly LeaseOptions options;
    private readonly TimeProvider clock;
    private readonly CancellationTokenSource lost = new();
    private readonly ManualResetEventSlim end = new();
    private readonly Thread renewer;
    private readonly long began;
    private readonly double secondsBefore;
    private long renewed,
        beat;

    private Lease(string folder, int number, LeaseOptions options, TimeProvider clock)
    {
        (this.folder, Number, this.options, this.clock) = (folder, number, options, clock);
        secondsBefore = LeaseFile.Numbers(folder).Where(n => n < number).Sum(n => LeaseFile.Parse(LeaseFile.Read(folder, n))?.Seconds ?? 0);
        began = renewed = clock.GetTimestamp();
        // A thread of its own: signs of life must not wait for a pool that computes.
        renewer = new Thread(Renew) { IsBackground = true, Name = "lease" };
        renewer.Start();
    }

    public int Number { get; }

    /// <summary>Cancelled once another owns the run, or might.</summary>
    public CancellationToken Lost => lost.Token;

    /// <summary>Whether nobody has taken the run over.</summary>
    public bool IsMine => !lost.IsCancellationRequested && !Path.Exists(LeaseFile.PathOf(folder, Number + 1));

    /// <summary>Seconds of work, those of earlier owners included.</summary>
    public double Seconds => secondsBefore + OwnSeconds;

    private double OwnSeconds => clock.GetElapsedTime(began).TotalSeconds;

    /// <summary>Takes a run under a number; null where another process was faster.</summary>
    /// <exception cref="IOException">The file cannot be made.</exception>
    public static Lease? TryTake(string folder, int number, LeaseOptions options, TimeProvider clock) =>
        LeaseFile.TryCreate(folder, number, new LeaseContent(OwnerMark.Current, 0, 0, false))
            ? new Lease(folder, number, options, clock)
            : null;

    /// <summary>Ends the ownership, so that another may go on at once.</summary>
    public void Dispose()
    {
        if (end.IsSet)
            return;
        end.Set();
        renewer.Join();
        try
        {
            LeaseFile.Renew(folder, Number, Content(released: true));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Others then wait for the time-out, as after a crash.
        }

        // Disposing of what work in its last breath may still look at would make that fail.
    }

    private void Renew()
    {
        while (!end.Wait(options.RenewEvery))
            if (!RenewOnce())
            {
                lost.Cancel();
                return;
            }
    }

    private bool RenewOnce()
    {
        if (Path.Exists(LeaseFile.PathOf(folder, Number + 1)))
            return false;
        try
        {
            LeaseFile.Renew(folder, Number, Content(released: false));
            renewed = clock.GetTimestamp();
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return clock.GetElapsedTime(renewed) < options.TimeOut;
        }
    }

    private LeaseContent Content(bool released) => new(OwnerMark.Current, ++beat, OwnSeconds, released);
}
