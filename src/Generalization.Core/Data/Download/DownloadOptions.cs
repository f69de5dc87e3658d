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

    /// <summary>The longest time without any data before the connection is given up, positive. Default: 30 seconds.</summary>
    public TimeSpan Stall
    {
        get;
        init =>
            field =
                value > TimeSpan.Zero
                    ? value
                    : throw new ArgumentOutOfRangeException(nameof(Stall), $"Stall must be positive, but was {value}.");
    } = TimeSpan.FromSeconds(30);

    /// <summary>The least bytes that must arrive within each <see cref="Stall"/>, at least 0; a connection that is slower is given up as
    /// one that stalls. Default: 16,384.</summary>
    public int LeastBytes
    {
        get;
        init =>
            field =
                value >= 0
                    ? value
                    : throw new ArgumentOutOfRangeException(
                        nameof(LeastBytes),
                        FormattableString.Invariant($"LeastBytes must be at least 0, but was {value}.")
                    );
    } = 1 << 14;

    /// <summary>The most bytes of a file whose publisher states no size, at least 1. Default: 2³⁰, 1 GiB.</summary>
    public long MostBytes
    {
        get;
        init =>
            field =
                value >= 1
                    ? value
                    : throw new ArgumentOutOfRangeException(
                        nameof(MostBytes),
                        FormattableString.Invariant($"MostBytes must be at least 1, but was {value}.")
                    );
    } = 1L << 30;

    /// <summary>How often a connection that breaks or stalls is resumed, at least 0. Default: 3.</summary>
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
