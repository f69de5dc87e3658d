namespace Generalization.Data.Download;

/// <summary>Gives up a connection that never stalls and never gets anywhere.</summary>
internal sealed class Pace(DownloadOptions options)
{
    private long began = TimeProvider.System.GetTimestamp();
    private long arrived;

    /// <summary>Counts bytes that arrived.</summary>
    /// <exception cref="TimeoutException">They were too few in the last <see cref="DownloadOptions.Stall"/>.</exception>
    public void Add(int bytes)
    {
        arrived += bytes;
        if (arrived >= options.LeastBytes)
            (began, arrived) = (TimeProvider.System.GetTimestamp(), 0);
        else if (TimeProvider.System.GetElapsedTime(began) > options.Stall)
            throw new TimeoutException(FormattableString.Invariant($"only {arrived} bytes arrived in {options.Stall.TotalSeconds} s,"));
    }
}
