namespace Generalization.Data.Download;

/// <summary>How files are downloaded.</summary>
public sealed record DownloadOptions
{
    /// <summary>Where the files lie instead of at their publisher's: a mirror's folder, http or https, to which each name is added; a final
    /// slash that is not there is added too. Default: null, the publisher's.</summary>
    public Uri? Mirror
    {
        get;
        init => field = value is null ? null : Folder(value);
    }

    /// <summary>How long nothing may arrive before the connection is given up, positive. Default: 30 seconds.</summary>
    public TimeSpan Stall
    {
        get;
        init =>
            field =
                value > TimeSpan.Zero
                    ? value
                    : throw new ArgumentOutOfRangeException(nameof(Stall), $"Stall must be positive, but was {value}.");
    } = TimeSpan.FromSeconds(30);

    /// <summary>How often a connection that breaks or stalls is taken up again where it was, at least 0. Default: 3.</summary>
    public int Retries
    {
        get;
        init =>
            field =
                value >= 0
                    ? value
                    : throw new ArgumentOutOfRangeException(nameof(Retries), $"Retries must be at least 0, but was {value}.");
    } = 3;

    // Without its final slash an address's last part would be replaced by the name and not followed by it.
    private static Uri Folder(Uri address)
    {
        if (!address.IsAbsoluteUri || address.Scheme is not ("http" or "https") || address.Query.Length + address.Fragment.Length > 0)
            throw new ArgumentException($"Mirror must be an http or https address without a query, but was {address}.", nameof(Mirror));
        return address.AbsolutePath.EndsWith('/') ? address : new Uri(address.AbsoluteUri + "/");
    }
}
